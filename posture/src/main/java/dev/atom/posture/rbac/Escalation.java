// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The way from a power to what it reaches: the shortest one to the whole cluster, or else to the
/// strongest thing that the holder could not do itself.
public final class Escalation {
  private final EffectivePermissions permissions;
  private final Map<String, Set<Subject>> accounts = new HashMap<>();
  private final Map<Subject, List<Held>> known = new HashMap<>();

  /// @param accounts every service account of the cluster, `default` ones included
  public Escalation(EffectivePermissions permissions, Set<Subject> accounts) {
    this.permissions = permissions;
    var all = new TreeSet<>(accounts);
    permissions.subjects().stream()
        .filter(it -> it.kind() == Subject.Kind.SERVICE_ACCOUNT)
        .forEach(all::add);
    for (Subject account : all) {
      this.accounts.computeIfAbsent("", _ -> new TreeSet<>()).add(account);
      this.accounts.computeIfAbsent(account.namespace(), _ -> new TreeSet<>()).add(account);
    }
  }

  /// One step: who, by what, becomes whom.
  public record Step(Subject from, String by, String to) {}

  /// The powers of a subject, its groups' included; the same power of the same scope once.
  public List<Held> powers(Subject subject) {
    List<Held> cached = known.get(subject);
    if (cached != null) {
      return cached;
    }
    List<Held> held = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Grant grant : permissions.of(subject, Set.of())) {
      for (Held one : Held.of(grant)) {
        if (seen.add(one.power().id() + "|" + grant.scope() + "|" + one.names())) {
          held.add(one);
        }
      }
    }
    known.put(subject, held);
    return held;
  }

  /// The way from one held power; empty when it ends with what it says itself.
  public List<Step> path(Held held) {
    Subject start = held.grant().subject();
    Optional<Step> end = end(start, held);
    if (end.isPresent()) {
      return List.of(end.get());
    }
    Map<Subject, Step> cameBy = new HashMap<>();
    Deque<Subject> open = new ArrayDeque<>();
    reach(start, held, cameBy, open, start);
    Subject best = null;
    while (!open.isEmpty()) {
      Subject at = open.removeFirst();
      for (Held next : powers(at)) {
        Optional<Step> last = end(at, next);
        if (last.isPresent()) {
          return way(start, at, cameBy, last.get());
        }
        reach(at, next, cameBy, open, start);
      }
      if (best == null && isMore(start, at)) {
        best = at;
      }
    }
    return best == null ? List.of() : way(start, best, cameBy, gain(start, best));
  }

  private static Optional<Step> end(Subject at, Held held) {
    boolean everywhere = held.grant().scope().isEmpty();
    boolean free = held.names().isEmpty();
    return switch (held.power().leads()) {
      case CLUSTER ->
          Optional.of(
              new Step(
                  at,
                  held.what(),
                  everywhere ? "the whole cluster" : "all of " + held.grant().scope()));
      case ANYBODY -> {
        boolean groups = free && held.by().stream().anyMatch(it -> it.resource().equals("groups"));
        yield groups
            ? Optional.of(new Step(at, held.what(), "Group system:masters"))
            : Optional.empty();
      }
      case ACCOUNTS, SECRETS, WALLS, SPREAD -> Optional.empty();
    };
  }

  private void reach(
      Subject at, Held held, Map<Subject, Step> cameBy, Deque<Subject> open, Subject start) {
    for (Subject next : targets(held)) {
      if (!next.equals(start) && !cameBy.containsKey(next)) {
        cameBy.put(next, new Step(at, held.what() + " " + held.grant().where(), next.text()));
        open.addLast(next);
      }
    }
  }

  private Set<Subject> targets(Held held) {
    Set<Subject> inScope = accounts.getOrDefault(held.grant().scope(), Set.of());
    return switch (held.power().leads()) {
      case ACCOUNTS -> held.power().id().equals("token") ? named(inScope, held) : inScope;
      case ANYBODY -> impersonated(held, inScope);
      case CLUSTER, SECRETS, WALLS, SPREAD -> Set.of();
    };
  }

  private Set<Subject> impersonated(Held held, Set<Subject> inScope) {
    var targets = new TreeSet<Subject>();
    for (Access.OnResource access : held.by()) {
      switch (access.resource()) {
        case "serviceaccounts" -> targets.addAll(named(inScope, held));
        case "users", "groups" -> {
          var kind = access.resource().equals("users") ? Subject.Kind.USER : Subject.Kind.GROUP;
          permissions.subjects().stream()
              .filter(it -> it.kind() == kind)
              .filter(it -> held.names().isEmpty() || held.names().contains(it.name()))
              .forEach(targets::add);
        }
        default -> {
          // uids and extra fields alone are nobody
        }
      }
    }
    return targets;
  }

  private static Set<Subject> named(Set<Subject> accounts, Held held) {
    if (held.names().isEmpty()) {
      return accounts;
    }
    var named = new TreeSet<Subject>();
    accounts.stream().filter(it -> held.names().contains(it.name())).forEach(named::add);
    return named;
  }

  /// Whether somebody holds a power that the start does not hold.
  private boolean isMore(Subject start, Subject other) {
    return gained(start, other).isPresent();
  }

  private Optional<Held> gained(Subject start, Subject other) {
    return powers(other).stream()
        .filter(it ->
            powers(start).stream()
                .noneMatch(own ->
                    own.power().equals(it.power())
                        && own.names().isEmpty()
                        && (own.grant().scope().isEmpty()
                            || own.grant().scope().equals(it.grant().scope()))))
        .findFirst();
  }

  private Step gain(Subject start, Subject other) {
    Held held = gained(start, other).orElseThrow();
    return new Step(other, held.what() + " " + held.grant().where(), held.power().title());
  }

  private static List<Step> way(Subject start, Subject end, Map<Subject, Step> cameBy, Step last) {
    var steps = new ArrayDeque<>(List.of(last));
    Subject at = end;
    while (!at.equals(start)) {
      Step step = cameBy.get(at);
      if (step == null) {
        break;
      }
      steps.addFirst(step);
      at = step.from();
    }
    return List.copyOf(steps);
  }
}
