// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.List;
import java.util.Optional;

/// Why a source may open what it may open to a target: which policy and rule decided at each end.
///
/// @param source who sends
/// @param target who receives
/// @param open what is open
/// @param ends the ends that are pods of the cluster, the source first
public record Explanation(String source, String target, PortSet open, List<End> ends) {
  public Explanation {
    ends = List.copyOf(ends);
  }

  /// One end's verdict.
  ///
  /// @param workload whose end it is
  /// @param direction sending or receiving
  /// @param open what it leaves open to the other end
  /// @param steps the rules that matched, in the order they were heard
  /// @param closers the policies that close what no rule opened
  /// @param ambiguous the ports for which administrators' policies of one priority disagree, so
  ///   that Kubernetes does not define the outcome
  public record End(
      String workload,
      Direction direction,
      PortSet open,
      List<Step> steps,
      List<Step> closers,
      PortSet ambiguous) {
    public End {
      steps = List.copyOf(steps);
      closers = List.copyOf(closers);
    }

    /// Whether no policy at all speaks for this end.
    boolean isUnguarded() {
      return steps.isEmpty() && closers.isEmpty();
    }
  }

  /// What one policy said.
  ///
  /// @param policy the policy, `NetworkPolicy ns/name`
  /// @param rule the rule, `rule 2`, empty for what the policy closes by selecting the pod
  /// @param action what it does with the ports; none for closing
  /// @param ports the ports
  /// @param place where it stands
  public record Step(
      String policy, String rule, Optional<Action> action, PortSet ports, Place place) {
    /// `NetworkPolicy ns/name, rule 2 (file:line)`.
    public String shown() {
      return policy + (rule.isEmpty() ? "" : ", " + rule) + " (" + place.shown() + ")";
    }
  }

  /// The ports for which the outcome is undefined.
  public PortSet ambiguous() {
    PortSet out = PortSet.NONE;
    for (End end : ends) {
      out = out.union(end.ambiguous());
    }
    return out;
  }

  /// The explanation as lines of text.
  public String text() {
    var out = new StringBuilder();
    out.append(source).append(" => ").append(target).append(" : ").append(open).append('\n');
    for (End end : ends) {
      out.append("  ")
          .append(end.direction().word())
          .append(" of ")
          .append(end.workload())
          .append(" : ")
          .append(end.open())
          .append('\n');
      end.steps().forEach(step -> line(out, verb(step), step));
      end.closers().forEach(step -> line(out, "closes the rest", step));
      if (end.isUnguarded()) {
        out.append("    open: no policy selects it for ")
            .append(end.direction().word())
            .append('\n');
      }
      if (!end.ambiguous().isEmpty()) {
        out.append("    undefined for ")
            .append(end.ambiguous())
            .append(": policies of the same priority disagree\n");
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String verb, Step step) {
    out.append("    ").append(verb).append(": ").append(step.shown()).append('\n');
  }

  private static String verb(Step step) {
    return switch (step.action().orElse(Action.DENY)) {
      case ALLOW -> "allows " + step.ports();
      case DENY -> "denies " + step.ports();
      case PASS -> "passes on " + step.ports();
    };
  }
}
