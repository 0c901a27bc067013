// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// The end of a long file, from the beginning of a line.
final class Tail {
  /// More is not looked at of one file.
  static final int BYTES_MAX = 8 << 20;

  private Tail() {}

  static byte[] of(Path file, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      long from = Math.max(0, size - most);
      var buffer = ByteBuffer.allocate((int) (size - from));
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until it is full, or the file became shorter
      }
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return from == 0 ? bytes : fromLine(bytes);
    }
  }

  private static byte[] fromLine(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && bytes[start] != '\n') {
      start++;
    }
    return java.util.Arrays.copyOfRange(bytes, Math.min(start + 1, bytes.length), bytes.length);
  }
}
