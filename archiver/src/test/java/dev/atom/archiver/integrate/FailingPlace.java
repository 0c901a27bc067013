// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.tree.TilePath;
import java.io.IOException;
import java.util.Optional;

/// A place that dies at the n-th write: before it is done or directly after it.
final class FailingPlace implements LogPlace {
  private final LogPlace place;
  private final boolean after;
  private int left;

  FailingPlace(LogPlace place, int writes, boolean after) {
    this.place = place;
    this.left = writes;
    this.after = after;
  }

  /// What kill -9 is to a process.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private interface Write {
    void run() throws IOException;
  }

  private void write(Write write) throws IOException {
    boolean dies = --left == 0;
    if (dies && !after) {
      throw new Killed();
    }
    write.run();
    if (dies) {
      throw new Killed();
    }
  }

  @Override
  public void write(TilePath path, byte[] bytes, int length) throws IOException {
    write(() -> place.write(path, bytes, length));
  }

  @Override
  public void writeCheckpoint(byte[] note) throws IOException {
    write(() -> place.writeCheckpoint(note));
  }

  @Override
  public void writeLastSigned(String text) throws IOException {
    write(() -> place.writeLastSigned(text));
  }

  @Override
  public void removePartial(TilePath path) throws IOException {
    write(() -> place.removePartial(path));
  }

  @Override
  public byte[] read(TilePath path) throws IOException {
    return place.read(path);
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return place.checkpoint();
  }

  @Override
  public Optional<String> lastSigned() throws IOException {
    return place.lastSigned();
  }
}
