// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Published files in memory.
public final class MemoryTiles implements TileSink, TileSource {
  /// By their path.
  public final Map<String, byte[]> files = new TreeMap<>();

  @Override
  public void write(TilePath path, byte[] bytes, int length) {
    files.put(path.text(), Arrays.copyOf(bytes, length));
  }

  @Override
  public byte[] read(TilePath path) throws NoSuchFileException {
    byte[] found = files.get(path.text());
    if (found == null) {
      throw new NoSuchFileException(path.text());
    }
    return found;
  }
}
