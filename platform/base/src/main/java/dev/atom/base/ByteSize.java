// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes, 0 or more, written as `512`, `16KiB`, `10MiB` or `2GiB`.
///
/// @param bytes the size in bytes
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes + " is negative");
    }
  }

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException naming the text and the forms that are understood
  public static ByteSize parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size: write a number with B, KiB, MiB or GiB, as in 10MiB");
    }
    long unit =
        switch (match.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          case null, default -> 1L;
        };
    return new ByteSize(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
  }

  /// The size as an int, for APIs that count bytes so.
  ///
  /// @throws ArithmeticException above 2 GiB
  public int toInt() {
    return Math.toIntExact(bytes);
  }

  @Override
  public String toString() {
    String[] units = {"GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      long unit = 1L << (30 - 10 * i);
      if (bytes >= unit && bytes % unit == 0) {
        return String.format(Locale.ROOT, "%d%s", bytes / unit, units[i]);
      }
    }
    return bytes + "B";
  }
}
