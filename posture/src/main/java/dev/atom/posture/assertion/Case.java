// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was gathered for and against one claim.
final class Case {
  /// So many paths of one obligation are shown.
  private static final int SHOWN_MAX = 3;

  private final Map<Obligation, Set<Path>> paths = new EnumMap<>(Obligation.class);
  private final Set<Answer.Doubt> doubts = new LinkedHashSet<>();
  private final Set<String> premises = new LinkedHashSet<>();

  void refute(Path path) {
    paths.computeIfAbsent(path.obligation(), _ -> new LinkedHashSet<>()).add(path);
  }

  void doubt(Obligation obligation, String why) {
    doubts.add(new Answer.Doubt(obligation, why));
  }

  void premise(String premise) {
    premises.add(premise);
  }

  Answer answer() {
    if (!paths.isEmpty()) {
      var shown = new ArrayList<Path>();
      int more = 0;
      for (Set<Path> each : paths.values()) {
        each.stream().limit(SHOWN_MAX).forEach(shown::add);
        more += Math.max(0, each.size() - SHOWN_MAX);
      }
      return new Answer.Refuted(shown, more);
    }
    return doubts.isEmpty()
        ? new Answer.Proved(List.copyOf(premises))
        : new Answer.Undecidable(List.copyOf(doubts));
  }
}
