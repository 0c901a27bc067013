// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What every subject may do: aggregated roles filled, bindings resolved, groups followed.
///
/// The members of `system:masters` may do everything without any of this; no object says who they
/// are, so they appear in no answer.
public final class EffectivePermissions {
  private static final Comparator<Grant> ORDER =
      Comparator.comparing(Grant::subject)
          .thenComparing(Grant::scope)
          .thenComparing(Grant::binding)
          .thenComparing(Grant::role);

  private final List<Role> roles;
  private final List<Grant> grants;
  private final List<Latent> latent;
  private final Map<Subject, List<Grant>> bySubject;

  private EffectivePermissions(List<Role> roles, List<Grant> grants, List<Latent> latent) {
    this.roles = roles;
    this.grants = grants;
    this.latent = latent;
    this.bySubject = grants.stream().collect(Collectors.groupingBy(Grant::subject));
  }

  /// Resolves roles and bindings of one cluster.
  public static EffectivePermissions of(List<Role> roles, List<Binding> bindings) {
    List<Role> filled = new ArrayList<>();
    roles.stream().filter(it -> !it.namespace().isEmpty()).forEach(filled::add);
    filled.addAll(
        new Aggregation(roles.stream().filter(it -> it.namespace().isEmpty()).toList()).filled());
    Map<String, Role> byText = new HashMap<>();
    filled.forEach(role -> byText.putIfAbsent(role.text(), role));
    List<Grant> grants = new ArrayList<>();
    List<Latent> latent = new ArrayList<>();
    for (Binding binding : bindings) {
      Role role = byText.get(binding.roleText());
      for (Subject subject : binding.subjects()) {
        if (role == null) {
          latent.add(new Latent(binding, subject));
        } else {
          role.rules()
              .forEach(rule ->
                  grants.add(
                      new Grant(subject, binding.namespace(), rule, role.text(), binding.text())));
        }
      }
    }
    grants.sort(ORDER);
    return new EffectivePermissions(List.copyOf(filled), List.copyOf(grants), List.copyOf(latent));
  }

  /// All roles, aggregated ones filled.
  public List<Role> roles() {
    return roles;
  }

  /// Every grant, sorted by subject.
  public List<Grant> grants() {
    return grants;
  }

  /// Bindings whose role is missing.
  public List<Latent> latent() {
    return latent;
  }

  /// Everybody a binding names, sorted.
  public Set<Subject> subjects() {
    var subjects = new TreeSet<Subject>();
    grants.forEach(grant -> subjects.add(grant.subject()));
    return subjects;
  }

  /// What `subject` holds, by itself and as a member of the groups the API server puts it in and of
  /// `groups`.
  public List<Grant> of(Subject subject, Set<String> groups) {
    var named = new HashSet<>(Set.of(subject));
    subject.ownGroups().forEach(group -> named.add(Subject.group(group)));
    groups.forEach(group -> named.add(Subject.group(group)));
    return named.stream()
        .flatMap(each -> bySubject.getOrDefault(each, List.of()).stream())
        .sorted(ORDER)
        .toList();
  }

  /// Whether `subject` may, as `kubectl auth can-i --as` would answer.
  public boolean may(Subject subject, Set<String> groups, Access access, String namespace) {
    return groups.contains("system:masters")
        || subject.equals(Subject.group("system:masters"))
        || of(subject, groups).stream().anyMatch(grant -> grant.permits(access, namespace));
  }

  /// Who may do `access` in `namespace`, and by what: grants as bindings name their subjects, so a
  /// group stands for its members. An empty namespace asks who may everywhere.
  public List<Grant> whoMay(Access access, String namespace) {
    return grants.stream().filter(grant -> grant.permits(access, namespace)).toList();
  }

  /// Who may do `access` to some object in `namespace`, grants limited to named objects included.
  public List<Grant> whoMaySome(Access.OnResource access, String namespace) {
    return grants.stream()
        .filter(grant -> grant.scope().isEmpty() || grant.scope().equals(namespace))
        .filter(grant -> grant.rule().touches(access))
        .toList();
  }
}
