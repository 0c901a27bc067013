// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Manifest;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Compares what is held with what was declared: every atom beyond a ceiling is a finding, and so
/// is a review that is overdue. A subject without ceiling is one too, unless its role has one.
public final class CeilingCheck {
  private final RbacObjects objects;
  private final EffectivePermissions permissions;
  private final Ceilings ceilings;
  private final Set<Finding> findings = new TreeSet<>();

  private CeilingCheck(RbacObjects objects, Ceilings ceilings) {
    this.objects = objects;
    this.permissions = objects.permissions();
    this.ceilings = ceilings;
  }

  /// The findings on `today`, sorted.
  public static List<Finding> check(RbacObjects objects, Ceilings ceilings, LocalDate today) {
    var check = new CeilingCheck(objects, ceilings);
    check.roles();
    check.subjects();
    check.review(today);
    return List.copyOf(check.findings);
  }

  private void roles() {
    for (Role role : permissions.roles()) {
      List<Ceiling> own =
          ceilings.entries().stream().filter(it -> it.isForRole(role.text())).toList();
      if (!own.isEmpty() && !role.shippedWithServer()) {
        List<Rule> allowed = own.stream().flatMap(it -> it.rules().stream()).toList();
        Cover.missing(allowed, role.rules()).forEach(atom -> excess(role.text(), atom, "", own));
        scopes(role, own);
      }
    }
  }

  /// A role with a ceiling of some namespaces must not be bound elsewhere.
  private void scopes(Role role, List<Ceiling> own) {
    for (Grant grant : permissions.grants()) {
      if (grant.role().equals(role.text())
          && own.stream().noneMatch(it -> it.reaches(grant.scope()))) {
        for (Atom atom : new TreeSet<>(grant.rule().atoms())) {
          excess(grant.binding(), atom, " " + grant.where(), own);
        }
      }
    }
  }

  private void subjects() {
    for (Subject subject : permissions.subjects()) {
      List<Ceiling> own = ceilings.entries().stream().filter(it -> it.isFor(subject)).toList();
      Set<String> scopes = new TreeSet<>();
      List<Grant> held =
          permissions.grants().stream().filter(it -> it.subject().equals(subject)).toList();
      held.forEach(grant -> scopes.add(grant.scope()));
      if (own.isEmpty()) {
        withoutCeiling(subject, held);
      } else {
        scopes.forEach(scope -> beyond(subject, own, held, scope));
      }
    }
  }

  private void beyond(Subject subject, List<Ceiling> own, List<Grant> held, String scope) {
    List<Rule> allowed =
        own.stream().filter(it -> it.reaches(scope)).flatMap(it -> it.rules().stream()).toList();
    for (Grant grant : held) {
      if (grant.scope().equals(scope)) {
        Cover.missing(allowed, List.of(grant.rule()))
            .forEach(atom ->
                excess(grant.binding(), atom, " " + grant.where() + " for " + subject.text(), own));
      }
    }
  }

  private void withoutCeiling(Subject subject, List<Grant> held) {
    var uncovered = new LinkedHashSet<String>();
    for (Grant grant : held) {
      if (ceilings.entries().stream().noneMatch(it -> it.isForRole(grant.role()))) {
        uncovered.add(grant.binding());
      }
    }
    for (String binding : uncovered) {
      add(
          "RBAC-NO-CEILING",
          Severity.LOW,
          binding,
          subject.text() + " has permissions and no declared ceiling",
          "a ceiling for every subject or its role",
          "declare one, or remove the binding");
    }
  }

  private void excess(String object, Atom atom, String where, List<Ceiling> own) {
    add(
        "RBAC-CEILING",
        isWrite(atom) ? Severity.HIGH : Severity.MEDIUM,
        object,
        atom.text() + where,
        "at most what " + own.getFirst().text() + " is declared",
        "remove it from the role, or have the ceiling raised in a review");
  }

  private static boolean isWrite(Atom atom) {
    return !List.of("get", "list", "watch").contains(atom.verb())
        || atom.text().contains("secrets");
  }

  private void review(LocalDate today) {
    ceilings
        .overdue(today)
        .ifPresent(why ->
            findings.add(
                new Finding(
                    "RBAC-REVIEW",
                    Severity.MEDIUM,
                    new dev.atom.posture.finding.Subject(
                        "atom.dev/v1", "Ceilings", "", ceilings.owner()),
                    RbacFindings.NOWHERE,
                    "spec.reviewed",
                    why,
                    "a review at least every " + ceilings.reviewDays() + " days",
                    "review the ceilings and write the day")));
  }

  private void add(
      String rule, Severity severity, String object, String found, String demanded, String mend) {
    Manifest manifest = objects.manifests().get(object);
    Finding finding =
        new Finding(
            rule,
            severity,
            manifest == null
                ? RbacFindings.subject(object)
                : dev.atom.posture.finding.Subject.of(manifest),
            manifest == null ? RbacFindings.NOWHERE : manifest.place(),
            "",
            found,
            demanded,
            mend);
    findings.add(finding);
  }
}
