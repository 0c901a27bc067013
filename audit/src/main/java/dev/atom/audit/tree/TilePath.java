// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.Optional;

/// The name of one published file of the tree, below the log's folder: a tile of up to 256 hashes,
/// or a bundle of up to 256 entries.
///
/// @param level of the tile, 0 to 7; [#ENTRIES] for a bundle
/// @param index of the file among those of its level, from 0
/// @param width how many hashes or entries, 1 to 256
public record TilePath(int level, long index, int width) {
  /// Hashes of a full tile, entries of a full bundle.
  public static final int FULL = 256;

  /// The level that stands for entry bundles.
  public static final int ENTRIES = -1;

  /// More levels than a tree below 2^63 leaves can have.
  public static final int LEVELS = 8;

  private static final String PREFIX = "tile/";
  private static final int GROUP = 1000;

  public TilePath {
    if (level < ENTRIES || level >= LEVELS || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "no tile has level " + level + ", index " + index + ", width " + width);
    }
  }

  /// Whether nothing can be appended to it any more.
  public boolean full() {
    return width == FULL;
  }

  /// The same file when it will be full.
  public TilePath filled() {
    return new TilePath(level, index, FULL);
  }

  /// The file name, with `/` between its parts.
  public String text() {
    var text = new StringBuilder(PREFIX);
    text.append(level == ENTRIES ? "entries" : Integer.toString(level)).append('/');
    groups(text, index / GROUP);
    threeDigits(text, index % GROUP);
    if (!full()) {
      text.append(".p/").append(width);
    }
    return text.toString();
  }

  private static void groups(StringBuilder text, long rest) {
    if (rest > 0) {
      groups(text, rest / GROUP);
      text.append('x');
      threeDigits(text, rest % GROUP);
      text.append('/');
    }
  }

  private static void threeDigits(StringBuilder text, long group) {
    text.append((char) ('0' + group / 100))
        .append((char) ('0' + group / 10 % 10))
        .append((char) ('0' + group % 10));
  }

  /// The path that `text` names; empty for anything that [#text()] would not write.
  public static Optional<TilePath> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 3 || parts.length > 12 || !parts[0].equals("tile")) {
      return Optional.empty();
    }
    int end = parts.length;
    int width = FULL;
    String last = parts[end - 1];
    String beforeLast = parts[end - 2];
    if (beforeLast.endsWith(".p")) {
      width = (int) number(last, 3);
      end--;
      parts[end - 1] = beforeLast.substring(0, beforeLast.length() - 2);
    }
    int level = parts[1].equals("entries") ? ENTRIES : (int) number(parts[1], 1);
    long index = 0;
    for (int i = 2; i < end; i++) {
      String group =
          i == end - 1 ? parts[i] : parts[i].startsWith("x") ? parts[i].substring(1) : "";
      long value = group.length() == 3 ? number(group, 3) : -1;
      if (value < 0 || index > Long.MAX_VALUE / GROUP - 1) {
        return Optional.empty();
      }
      index = index * GROUP + value;
    }
    if (level < ENTRIES || level >= LEVELS || (level == -1 && !parts[1].equals("entries"))) {
      return Optional.empty();
    }
    if (width < 1 || width > FULL) {
      return Optional.empty();
    }
    var path = new TilePath(level, index, width);
    return path.text().equals(text) ? Optional.of(path) : Optional.empty();
  }

  private static long number(String digits, int most) {
    if (digits.isEmpty() || digits.length() > most) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
