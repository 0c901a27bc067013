// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.util.Collection;
import java.util.Comparator;

/// Words a refusal of an unknown name so that a typing mistake is seen at once.
public final class Nearest {
  private Nearest() {}

  /// `unknown field 'nmae'; did you mean 'name'? Known: name, owner`.
  public static String unknown(String what, String name, Collection<String> known) {
    var shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
    var text = new StringBuilder("unknown " + what + " '" + shown + "'");
    known.stream()
        .min(Comparator.comparingInt(k -> distance(shown, k)))
        .filter(k -> distance(shown, k) <= Math.max(2, k.length() / 3))
        .ifPresent(k -> text.append("; did you mean '").append(k).append("'?"));
    return text.append(
            known.isEmpty() ? "; none is taken here" : "; known: " + String.join(", ", known))
        .toString();
  }

  /// Levenshtein's distance, two rows at a time.
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
