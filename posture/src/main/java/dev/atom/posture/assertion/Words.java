// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import dev.atom.posture.network.Action;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.PortSet;
import java.util.ArrayList;
import java.util.List;

/// Turns explanations into the hops of a path.
final class Words {
  static final Place NOWHERE = new Place("", 0, 0);

  private Words() {}

  /// What lets something of the ports through at each end.
  static List<Path.Hop> letting(Explanation explanation, PortSet ports) {
    var out = new ArrayList<Path.Hop>();
    for (Explanation.End end : explanation.ends()) {
      var allowing =
          end.steps().stream()
              .filter(step -> step.action().orElse(Action.DENY) == Action.ALLOW)
              .filter(step -> !step.ports().intersection(ports).isEmpty())
              .toList();
      if (allowing.isEmpty()) {
        out.add(open(end));
      }
      allowing.forEach(step -> out.add(hop(step)));
    }
    return out;
  }

  private static Path.Hop open(Explanation.End end) {
    return new Path.Hop("no policy closes the " + word(end) + " of " + end.workload(), NOWHERE);
  }

  private static String word(Explanation.End end) {
    return switch (end.direction()) {
      case INGRESS -> "ingress";
      case EGRESS -> "egress";
    };
  }

  /// What keeps the ports closed, at the ends that do.
  static List<Path.Hop> closing(Explanation explanation, PortSet ports) {
    var out = new ArrayList<Path.Hop>();
    for (Explanation.End end : explanation.ends()) {
      if (!end.open().containsAll(ports)) {
        end.steps().stream()
            .filter(step -> step.action().orElse(Action.ALLOW) == Action.DENY)
            .forEach(step -> out.add(closed(step, end)));
        end.closers().forEach(step -> out.add(closed(step, end)));
      }
    }
    return out;
  }

  private static Path.Hop closed(Explanation.Step step, Explanation.End end) {
    return new Path.Hop("closed for " + word(end) + " by " + hop(step).what(), step.place());
  }

  private static Path.Hop hop(Explanation.Step step) {
    return new Path.Hop(
        step.policy() + (step.rule().isEmpty() ? "" : ", " + step.rule()), step.place());
  }

  /// Whether no policy at all guards the receiving end.
  static boolean isUnguarded(Explanation explanation) {
    var end = explanation.ends().getLast();
    return end.steps().isEmpty() && end.closers().isEmpty();
  }
}
