// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// A folder on a disk with a switch: full, it takes the part of a write that fits a block and
/// fails.
final class SmallDisk implements LogFolder {
  private final DiskFolder disk;
  private boolean full;

  SmallDisk(Path folder) {
    this.disk = new DiskFolder(folder);
  }

  void fill() {
    full = true;
  }

  void makeRoom() {
    full = false;
  }

  @Override
  public List<String> names() throws IOException {
    return disk.names();
  }

  @Override
  public OpenLog open(String name) throws IOException {
    return new Limited(disk.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public Instant modified(String name) throws IOException {
    return disk.modified(name);
  }

  private final class Limited implements OpenLog {
    private final OpenLog open;

    Limited(OpenLog open) {
      this.open = open;
    }

    @Override
    public long size() throws IOException {
      return open.size();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      if (full) {
        open.append(Arrays.copyOf(bytes, bytes.length / 2));
        throw new IOException("No space left on device");
      }
      open.append(bytes);
    }

    @Override
    public void force() throws IOException {
      open.force();
    }

    @Override
    public void cutTo(long size) throws IOException {
      open.cutTo(size);
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }
}
