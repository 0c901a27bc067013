// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads PEM files: key and certificates of the uplink.
final class PemText {
  private static final long BYTES_MAX = 256 * 1024;

  private PemText() {}

  /// All blocks of one kind.
  ///
  /// @throws AtomException BAD_CONFIGURATION when the file cannot be read or has none
  static List<byte[]> all(Path file, String kind) {
    String text = read(file);
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int from = text.indexOf(begin);
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (to < 0) {
        break;
      }
      blocks.add(decode(text.substring(from + begin.length(), to), file));
      from = text.indexOf(begin, to);
    }
    if (blocks.isEmpty()) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          file + " holds no '" + begin + "'; give a PEM file with one");
    }
    return blocks;
  }

  /// The first block of one kind.
  static byte[] only(Path file, String kind) {
    return all(file, kind).getFirst();
  }

  /// The one line of a file, such as an API key.
  static String line(Path file) {
    String text = read(file).strip();
    if (text.isEmpty() || text.indexOf('\n') >= 0) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, file + " does not hold exactly one line");
    }
    return text;
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new AtomException(ErrorCode.BAD_CONFIGURATION, file + " is too large for a key");
      }
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the file " + file + " cannot be read: " + e, e);
    }
  }

  private static byte[] decode(String base64, Path file) {
    try {
      return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_CONFIGURATION, file + " is not PEM", e);
    }
  }
}
