// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What a reviewer of roles and bindings must see: powers with the way to where they lead, subjects
/// that are too many, bindings that wait for a role, rules that do not mean what they say. What the
/// server ships with itself is not looked at.
public final class RbacLint {
  private static final String BOOTSTRAP = "kubernetes.io/bootstrapping";
  private static final List<String> EVERYBODY =
      List.of("system:authenticated", "system:serviceaccounts");

  private final RbacObjects objects;
  private final EffectivePermissions permissions;
  private final Escalation escalation;
  private final Set<Finding> findings = new TreeSet<>();

  private RbacLint(RbacObjects objects) {
    this.objects = objects;
    this.permissions = objects.permissions();
    this.escalation = new Escalation(permissions, objects.accounts());
  }

  /// The findings, sorted.
  public static List<Finding> check(RbacObjects objects) {
    var lint = new RbacLint(objects);
    lint.permissions.grants().forEach(lint::powers);
    objects.bindings().forEach(lint::binding);
    lint.permissions.latent().forEach(lint::latent);
    objects.roles().stream().filter(it -> !it.shippedWithServer()).forEach(lint::role);
    return List.copyOf(lint.findings);
  }

  private void powers(Grant grant) {
    for (Held held : Held.of(grant)) {
      List<Escalation.Step> path = escalation.path(held);
      add(
          "RBAC-" + held.power().id().toUpperCase(Locale.ROOT),
          severity(held, path),
          grant.binding(),
          grant.subject().text()
              + " may "
              + held.what()
              + " "
              + grant.where()
              + ": "
              + held.power().meaning()
              + words(path),
          "nobody holds this power without need",
          held.names().isEmpty()
              ? "take it out of " + grant.role() + ", or limit it by names or namespace"
              : "see that the named objects are the holder's own");
    }
  }

  private static Severity severity(Held held, List<Escalation.Step> path) {
    boolean cluster =
        !path.isEmpty()
            && (path.getLast().to().equals("the whole cluster")
                || path.getLast().to().equals("Group system:masters"));
    if (!held.names().isEmpty()) {
      return Severity.LOW;
    }
    return switch (held.power().leads()) {
      case CLUSTER, ANYBODY -> cluster ? Severity.CRITICAL : Severity.HIGH;
      case ACCOUNTS -> cluster ? Severity.CRITICAL : Severity.HIGH;
      case SECRETS -> Severity.HIGH;
      case WALLS -> Severity.MEDIUM;
      case SPREAD -> Severity.LOW;
    };
  }

  private static String words(List<Escalation.Step> path) {
    if (path.isEmpty()) {
      return "";
    }
    var words = new StringBuilder("; path: ");
    for (Escalation.Step step : path) {
      words.append(step.from().text()).append(" -[").append(step.by()).append("]-> ");
    }
    return words.append(path.getLast().to()).toString();
  }

  private void binding(Binding binding) {
    for (Subject subject : binding.subjects()) {
      switch (subject.kind()) {
        case SERVICE_ACCOUNT -> account(binding, subject);
        case GROUP -> group(binding, subject);
        case USER -> {
          if (subject.name().equals("system:anonymous")) {
            anonymous(binding, subject);
          }
        }
      }
    }
  }

  private void account(Binding binding, Subject subject) {
    if (subject.namespace().isEmpty()) {
      add(
          "RBAC-NO-NAMESPACE",
          Severity.LOW,
          binding.text(),
          "service account " + subject.name() + " without namespace",
          "a namespace: without, the API server takes it for nobody",
          "write the namespace of the account");
    } else if (subject.name().equals("default")) {
      add(
          "RBAC-DEFAULT-ACCOUNT",
          Severity.HIGH,
          binding.text(),
          subject.text() + " holds " + binding.roleText(),
          "a service account of its own for each workload",
          "make one, bind it, and name it in the pod: every pod that names none is default");
    }
  }

  private void group(Binding binding, Subject subject) {
    if (subject.name().equals("system:unauthenticated")) {
      anonymous(binding, subject);
    } else if (EVERYBODY.contains(subject.name())
        || subject.name().startsWith("system:serviceaccounts:")) {
      add(
          "RBAC-EVERYBODY",
          Severity.HIGH,
          binding.text(),
          subject.text() + " holds " + binding.roleText(),
          "named subjects",
          "bind those who need it: members of this group are made by whoever makes an account");
    } else if (subject.name().equals("system:masters")) {
      add(
          "RBAC-MASTERS",
          Severity.MEDIUM,
          binding.text(),
          subject.text() + " is bound",
          "no use of this group: it may everything without any binding",
          "remove the binding, and find who needs the group");
    }
  }

  private void anonymous(Binding binding, Subject subject) {
    add(
        "RBAC-ANONYMOUS",
        Severity.CRITICAL,
        binding.text(),
        subject.text() + " holds " + binding.roleText(),
        "nothing for callers nobody knows",
        "remove the binding");
  }

  private void latent(Latent latent) {
    Binding binding = latent.binding();
    add(
        "RBAC-LATENT",
        Severity.MEDIUM,
        binding.text(),
        latent.subject().text() + " is bound to " + binding.roleText() + ", which is not there",
        "bindings to roles that exist",
        "remove the binding, or bring the role: whoever makes it decides what is granted");
  }

  private void role(Role role) {
    if (!role.aggregates().isEmpty() && !role.rules().isEmpty()) {
      add(
          "RBAC-OVERWRITTEN",
          Severity.LOW,
          role.text(),
          "rules are written in an aggregated role",
          "rules in the roles it is filled from: the server overwrites these",
          "move them to a role of their own with the label");
    }
    for (Rule rule : role.rules()) {
      wildcards(role, rule);
      dead(role, rule)
          .forEach(why ->
              add(
                  "RBAC-DEAD-RULE",
                  Severity.LOW,
                  role.text(),
                  why,
                  "rules that match what they name",
                  "write what is meant, or remove it"));
    }
  }

  private void wildcards(Role role, Rule rule) {
    List<String> stars = new ArrayList<>();
    if (rule.verbs().contains("*")) {
      stars.add("verbs");
    }
    if (rule.resources().contains("*")) {
      stars.add("resources");
    }
    if (rule.groups().contains("*")) {
      stars.add("apiGroups");
    }
    if (!stars.isEmpty()) {
      add(
          "RBAC-WILDCARD",
          Severity.MEDIUM,
          role.text(),
          "* in " + String.join(", ", stars),
          "named verbs, resources and groups: a star also means what is invented later",
          "name them");
    }
  }

  private static List<String> dead(Role role, Rule rule) {
    List<String> why = new ArrayList<>();
    for (String resource : rule.resources()) {
      if (resource.endsWith("/*")) {
        why.add("resource " + resource + " matches no subresource; name each");
      }
    }
    if (rule.groups().contains("core") || rule.groups().contains("v1")) {
      why.add("API group core is written \"\"");
    }
    if (!rule.resources().isEmpty() && rule.groups().isEmpty()) {
      why.add("resources without apiGroups match nothing");
    }
    boolean creates =
        rule.verbs().contains("create")
            && rule.resources().stream().anyMatch(it -> !it.contains("/"));
    if (!rule.names().isEmpty() && (creates || rule.verbs().contains("deletecollection"))) {
      why.add("create and deletecollection cannot be limited by resourceNames: they are not given");
    }
    if (!rule.paths().isEmpty() && !role.namespace().isEmpty()) {
      why.add("nonResourceURLs in a Role of a namespace are given to nobody");
    }
    for (String path : rule.paths()) {
      int star = path.indexOf('*');
      if (star >= 0 && star < path.length() - 1) {
        why.add("path " + path + ": a star counts only at the end");
      }
    }
    rule.verbs().stream()
        .filter(verb -> !verb.equals(verb.toLowerCase(Locale.ROOT)))
        .forEach(verb -> why.add("verb " + verb + " is not in lower case"));
    return why;
  }

  private void add(
      String rule, Severity severity, String object, String found, String demanded, String mend) {
    Manifest manifest = objects.manifests().get(object);
    if (manifest != null && !manifest.label(BOOTSTRAP).isEmpty()) {
      return;
    }
    findings.add(
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
            mend));
  }
}
