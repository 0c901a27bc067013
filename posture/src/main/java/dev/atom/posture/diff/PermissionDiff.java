// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.posture.rbac.Atom;
import dev.atom.posture.rbac.Cover;
import dev.atom.posture.rbac.EffectivePermissions;
import dev.atom.posture.rbac.Grant;
import dev.atom.posture.rbac.Latent;
import dev.atom.posture.rbac.Rule;
import dev.atom.posture.rbac.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What subjects may do now and could not before, and the other way round. Names of roles and
/// bindings, how rules are cut, and what is covered by another grant are no change.
final class PermissionDiff {
  private final Held before;
  private final Held after;
  private final List<Change> changes = new ArrayList<>();

  private PermissionDiff(EffectivePermissions before, EffectivePermissions after) {
    this.before = new Held(before);
    this.after = new Held(after);
  }

  static List<Change> of(EffectivePermissions before, EffectivePermissions after) {
    var diff = new PermissionDiff(before, after);
    Set<Subject> subjects = new TreeSet<>(before.subjects());
    subjects.addAll(after.subjects());
    subjects.forEach(diff::subject);
    diff.latent(before, after);
    return diff.changes;
  }

  private void subject(Subject subject) {
    Set<String> scopes = new TreeSet<>(before.scopes(subject));
    scopes.addAll(after.scopes(subject));
    for (String scope : scopes) {
      List<Atom> gained = Cover.missing(before.reaching(subject, scope), after.in(subject, scope));
      List<Atom> lost = Cover.missing(after.reaching(subject, scope), before.in(subject, scope));
      String where = scope.isEmpty() ? "everywhere" : "in " + scope;
      if (!gained.isEmpty()) {
        var way = before.scopes(subject).isEmpty() ? Direction.NEW : Direction.WIDENED;
        add(way, subject.text(), where, "", words(gained));
      }
      if (!lost.isEmpty()) {
        var way = after.scopes(subject).isEmpty() ? Direction.GONE : Direction.NARROWED;
        add(way, subject.text(), where, words(lost), "");
      }
    }
  }

  private void latent(EffectivePermissions before, EffectivePermissions after) {
    Set<String> was =
        before.latent().stream().map(PermissionDiff::text).collect(Collectors.toSet());
    Set<String> is = after.latent().stream().map(PermissionDiff::text).collect(Collectors.toSet());
    new TreeSet<>(is)
        .stream()
            .filter(it -> !was.contains(it))
            .forEach(it -> add(Direction.NEW, it, "", "", "a binding to a role that is not there"));
    new TreeSet<>(was)
        .stream()
            .filter(it -> !is.contains(it))
            .forEach(
                it -> add(Direction.GONE, it, "", "a binding to a role that is not there", ""));
  }

  private static String text(Latent it) {
    return it.subject().text() + " by " + it.binding().text() + " to " + it.binding().roleText();
  }

  private void add(Direction way, String subject, String field, String before, String after) {
    changes.add(
        new Change(
            Aspect.PERMISSION, way, subject, field, before, after, Optional.of(HighRisk.RBAC)));
  }

  private static String words(List<Atom> atoms) {
    return atoms.stream().map(Atom::text).collect(Collectors.joining(", "));
  }

  private static final class Held {
    private final Map<Subject, Map<String, List<Rule>>> rules = new HashMap<>();

    Held(EffectivePermissions permissions) {
      for (Grant grant : permissions.grants()) {
        rules
            .computeIfAbsent(grant.subject(), _ -> new HashMap<>())
            .computeIfAbsent(grant.scope(), _ -> new ArrayList<>())
            .add(grant.rule());
      }
    }

    Set<String> scopes(Subject subject) {
      return rules.getOrDefault(subject, Map.of()).keySet();
    }

    List<Rule> in(Subject subject, String scope) {
      return rules.getOrDefault(subject, Map.of()).getOrDefault(scope, List.of());
    }

    /// The rules that hold in a scope, those that hold everywhere included.
    List<Rule> reaching(Subject subject, String scope) {
      List<Rule> all = new ArrayList<>(in(subject, scope));
      if (!scope.isEmpty()) {
        all.addAll(in(subject, ""));
      }
      return all;
    }
  }
}
