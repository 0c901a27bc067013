// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.Comparator;

/// Where something was read.
///
/// @param file the file as it was named, `-` for standard input, or another source's name
/// @param line from 1; 0 when the source has no lines
/// @param column from 1; 0 when the source has no lines
public record Place(String file, int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  /// `file:line`, as compilers print it.
  public String shown() {
    return line == 0 ? file : file + ":" + line;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
