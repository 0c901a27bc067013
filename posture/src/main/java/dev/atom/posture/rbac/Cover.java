// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.List;
import java.util.TreeSet;

/// Whether some rules give all that others give, decided as the API server decides escalation: the
/// others are split into atoms, and each atom must be covered by a single rule.
public final class Cover {
  private Cover() {}

  /// The atoms of `wanted` that no rule of `owned` covers, sorted; empty means covered.
  public static List<Atom> missing(List<Rule> owned, List<Rule> wanted) {
    var missing = new TreeSet<Atom>();
    for (Rule rule : wanted) {
      for (Atom atom : rule.atoms()) {
        if (owned.stream().noneMatch(own -> own.covers(atom))) {
          missing.add(atom);
        }
      }
    }
    return List.copyOf(missing);
  }
}
