// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Retraces the decision about single pairs and says which rules made it. Takes the same steps as
/// [Evaluation], for one peer.
final class Explainer {
  private final Reachability reachability;

  Explainer(Reachability reachability) {
    this.reachability = reachability;
  }

  Explanation explain(Pod source, Pod target) {
    var from = reachability.classOf(source);
    var to = reachability.classOf(target);
    var egress = end(source, from, Direction.EGRESS, to.index());
    var ingress = end(target, to, Direction.INGRESS, from.index());
    return new Explanation(
        source.workload(),
        target.workload(),
        egress.open().intersection(ingress.open()),
        List.of(egress, ingress));
  }

  /// From a piece of the outside, or from the pod of which nothing is known.
  Explanation receiving(String source, int peer, Pod target) {
    var end = end(target, reachability.classOf(target), Direction.INGRESS, peer);
    return new Explanation(source, target.workload(), end.open(), List.of(end));
  }

  /// To a piece of the outside, or to the pod of which nothing is known.
  Explanation sending(Pod source, String target, int peer) {
    var end = end(source, reachability.classOf(source), Direction.EGRESS, peer);
    return new Explanation(source.workload(), target, end.open(), List.of(end));
  }

  private Explanation.End end(Pod pod, PodClass subject, Direction direction, int peer) {
    var chapter = reachability.book().chapter(subject, direction);
    var steps = new ArrayList<Explanation.Step>();
    Progress admin = admin(chapter.admin(), subject, direction, peer, steps);
    PortSet ambiguous = ambiguous(chapter.admin(), subject, direction, peer);
    Progress rest = admin.nextTier();
    if (!chapter.isolated()) {
      Progress done = admin(chapter.baseline(), subject, direction, peer, rest, steps);
      ambiguous = ambiguous.union(ambiguous(chapter.baseline(), subject, direction, peer));
      return new Explanation.End(
          pod.workload(), direction, done.open(), steps, List.of(), ambiguous);
    }
    PortSet open = rest.allowed();
    for (RuleBook.Said said : chapter.policy()) {
      PortSet hit = ports(said, subject, direction, peer).intersection(rest.undecided());
      if (!hit.isEmpty()) {
        steps.add(step(said, hit));
        open = open.union(hit);
      }
    }
    var closers = new ArrayList<Explanation.Step>();
    if (!open.isAll()) {
      for (NetworkPolicy policy : reachability.book().policies(subject, direction)) {
        closers.add(
            new Explanation.Step(
                policy.shown(), "", Optional.empty(), PortSet.ALL.minus(open), policy.place()));
      }
    }
    return new Explanation.End(pod.workload(), direction, open, steps, closers, ambiguous);
  }

  private Progress admin(
      List<RuleBook.Said> rules,
      PodClass subject,
      Direction direction,
      int peer,
      List<Explanation.Step> steps) {
    return admin(rules, subject, direction, peer, Progress.START, steps);
  }

  private Progress admin(
      List<RuleBook.Said> rules,
      PodClass subject,
      Direction direction,
      int peer,
      Progress start,
      List<Explanation.Step> steps) {
    Progress at = start;
    for (RuleBook.Said said : rules) {
      PortSet ports = ports(said, subject, direction, peer);
      PortSet hit = ports.intersection(at.undecided());
      if (!hit.isEmpty()) {
        steps.add(step(said, hit));
        at = at.after(said.rule().action(), ports);
      }
    }
    return at;
  }

  private PortSet ports(RuleBook.Said said, PodClass subject, Direction direction, int peer) {
    PortSet out = PortSet.NONE;
    for (RuleBook.Clause clause : reachability.book().clauses(said, subject, direction)) {
      if (clause.peers().get(peer)) {
        out = out.union(clause.ports());
      }
    }
    return out;
  }

  private static Explanation.Step step(RuleBook.Said said, PortSet ports) {
    return new Explanation.Step(
        said.policy(),
        said.rule().shown(),
        Optional.of(said.rule().action()),
        ports,
        said.rule().place());
  }

  /// The ports that policies of one priority decide differently, taken each for itself.
  private PortSet ambiguous(
      List<RuleBook.Said> rules, PodClass subject, Direction direction, int peer) {
    PortSet out = PortSet.NONE;
    Progress before = Progress.START;
    for (List<RuleBook.Said> equals : byPriority(rules)) {
      var alone = new ArrayList<Progress>();
      for (List<RuleBook.Said> policy : byPolicy(equals)) {
        alone.add(
            admin(
                policy,
                subject,
                direction,
                peer,
                new Progress(before.undecided(), PortSet.NONE, PortSet.NONE),
                new ArrayList<>()));
      }
      for (int i = 0; i < alone.size(); i++) {
        for (int j = i + 1; j < alone.size(); j++) {
          out = out.union(differing(before.undecided(), alone.get(i), alone.get(j)));
        }
      }
      before = admin(equals, subject, direction, peer, before, new ArrayList<>());
    }
    return out;
  }

  private static PortSet differing(PortSet all, Progress one, Progress other) {
    PortSet both = all.minus(one.undecided()).intersection(all.minus(other.undecided()));
    PortSet agreed =
        one.allowed()
            .intersection(other.allowed())
            .union(one.passed().intersection(other.passed()))
            .union(denied(all, one).intersection(denied(all, other)));
    return both.minus(agreed);
  }

  private static PortSet denied(PortSet all, Progress progress) {
    return all.minus(progress.undecided()).minus(progress.allowed()).minus(progress.passed());
  }

  private static List<List<RuleBook.Said>> byPriority(List<RuleBook.Said> rules) {
    var out = new ArrayList<List<RuleBook.Said>>();
    for (RuleBook.Said said : rules) {
      if (out.isEmpty() || out.getLast().getFirst().priority() != said.priority()) {
        out.add(new ArrayList<>());
      }
      out.getLast().add(said);
    }
    return out;
  }

  private static List<List<RuleBook.Said>> byPolicy(List<RuleBook.Said> rules) {
    var out = new ArrayList<List<RuleBook.Said>>();
    for (RuleBook.Said said : rules) {
      if (out.isEmpty() || !out.getLast().getFirst().policy().equals(said.policy())) {
        out.add(new ArrayList<>());
      }
      out.getLast().add(said);
    }
    return out;
  }
}
