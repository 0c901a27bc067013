// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.Comparator;

/// Something about the network's objects that a reader must know: a field that means nothing here,
/// a rule that can never match, a plugin-defined case.
///
/// @param place where
/// @param text what, as a sentence
public record Remark(Place place, String text) implements Comparable<Remark> {
  private static final Comparator<Remark> ORDER =
      Comparator.comparing(Remark::place).thenComparing(Remark::text);

  @Override
  public int compareTo(Remark other) {
    return ORDER.compare(this, other);
  }

  /// `file:line: text`.
  public String shown() {
    return place.shown() + ": " + text;
  }
}
