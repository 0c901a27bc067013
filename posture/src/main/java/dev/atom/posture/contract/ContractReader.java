// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.podsecurity.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a [Contract], the shipped one or one of a user: what is wrong is told with its place.
public final class ContractReader {
  private static final Set<String> TOP =
      Set.of("version", "groups", "profiles", "rules", "dependencies", "secrets");
  private static final Set<String> RULE =
      Set.of(
          "id",
          "title",
          "severity",
          "profiles",
          "mend",
          "at",
          "kinds",
          "field",
          "inherit",
          "is",
          "value",
          "check",
          "cel");

  private final List<Unreadable> unreadable;

  private ContractReader(List<Unreadable> unreadable) {
    this.unreadable = unreadable;
  }

  /// The contract in `documents`; what cannot be read goes to `unreadable`.
  public static Contract read(List<Node> documents, List<Unreadable> unreadable) {
    var reader = new ContractReader(unreadable);
    Contract contract = new Contract(List.of(), List.of(), List.of(), List.of());
    for (Node document : documents) {
      contract = contract.with(reader.contract(document));
    }
    return contract;
  }

  private Contract contract(Node document) {
    known(document, TOP);
    List<Profile> profiles = new ArrayList<>();
    document.get("profiles").items().forEach(node -> profile(node).ifPresent(profiles::add));
    List<Rule> rules = new ArrayList<>();
    document.get("rules").items().forEach(node -> rule(node).ifPresent(rules::add));
    List<Dependency> dependencies =
        document.get("dependencies").items().stream().map(ContractReader::dependency).toList();
    List<RequiredSecret> secrets =
        document.get("secrets").items().stream()
            .map(node -> new RequiredSecret(node.get("name").scalar(), texts(node.get("keys"))))
            .toList();
    return new Contract(profiles, rules, dependencies, secrets);
  }

  private Optional<Profile> profile(Node node) {
    String name = node.get("name").scalar();
    Optional<Level> level = Level.parse(node.get("podSecurity").scalar());
    if (name.isEmpty() || level.isEmpty()) {
      refuse(node, "a profile needs a name, and podSecurity privileged, baseline or restricted");
      return Optional.empty();
    }
    String mode = node.get("networkPolicyMode").scalar();
    return Optional.of(
        new Profile(
            name,
            node.get("purpose").scalar(),
            node.get("risk").scalar(),
            level.get(),
            mode.isEmpty() ? "cluster-aware" : mode,
            texts(node.get("registries")),
            texts(node.get("require")).stream().map(Toggle::parse).toList(),
            texts(node.get("forbid")).stream().map(Toggle::parse).toList()));
  }

  private Optional<Rule> rule(Node node) {
    known(node, RULE);
    String id = node.get("id").scalar();
    Optional<Severity> severity = severity(node.get("severity"));
    Optional<Clause> clause = clause(node);
    if (id.isEmpty() || severity.isEmpty() || clause.isEmpty()) {
      if (id.isEmpty()) {
        refuse(node, "a rule needs an id");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Rule(
            id,
            or(node.get("title").scalar(), id),
            severity.get(),
            Set.copyOf(texts(node.get("profiles"))),
            node.get("mend").scalar(),
            clause.get()));
  }

  private Optional<Clause> clause(Node node) {
    int ways = 0;
    for (String way : List.of("field", "check", "cel")) {
      ways += node.get(way).isNull() ? 0 : 1;
    }
    if (ways != 1) {
      refuse(node, "a rule has a field, a check, or a cel expression, and one of them only");
      return Optional.empty();
    }
    if (!node.get("check").isNull()) {
      return check(node.get("check"));
    }
    Optional<Clause.Where> where = where(node);
    if (!node.get("cel").isNull()) {
      return where.map(w -> new Clause.Cel(w, node.get("cel").text()));
    }
    Optional<Clause.Operator> operator = operator(node.get("is"));
    return where.flatMap(w ->
        operator.map(is ->
            new Clause.Field(
                w,
                node.get("field").scalar(),
                node.get("inherit").isTrue(),
                is,
                values(node.get("value")))));
  }

  private Optional<Clause> check(Node node) {
    if (!Checks.NAMES.contains(node.scalar())) {
      refuse(node, "there is no check " + Shown.key(node.scalar()));
      return Optional.empty();
    }
    return Optional.of(new Clause.Check(node.scalar()));
  }

  private Optional<Clause.Where> where(Node node) {
    Set<String> kinds = Set.copyOf(texts(node.get("kinds")));
    return switch (or(node.get("at").scalar(), "object")) {
      case "container" -> Optional.of(new Clause.Where(Clause.Target.CONTAINER, kinds));
      case "pod" -> Optional.of(new Clause.Where(Clause.Target.POD, kinds));
      case "object" -> Optional.of(new Clause.Where(Clause.Target.OBJECT, kinds));
      default -> {
        refuse(node.get("at"), "at is container, pod or object");
        yield Optional.empty();
      }
    };
  }

  private Optional<Clause.Operator> operator(Node node) {
    for (Clause.Operator operator : Clause.Operator.values()) {
      if (operator.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(node.scalar())) {
        return Optional.of(operator);
      }
    }
    refuse(node, "is is equals, not, one-of, present, absent, at-least or at-most");
    return Optional.empty();
  }

  private Optional<Severity> severity(Node node) {
    for (Severity severity : Severity.values()) {
      if (severity.word().equals(node.scalar())) {
        return Optional.of(severity);
      }
    }
    refuse(node, "severity is info, low, medium, high or critical");
    return Optional.empty();
  }

  private static Dependency dependency(Node node) {
    List<Dependency.Need> needs = new ArrayList<>();
    for (Node need : node.get("needs").items()) {
      needs.add(
          new Dependency.Need(
              need.get("name").scalar(),
              (int) need.get("port").integer().orElse(0),
              need.get("namespace").scalar()));
    }
    return new Dependency(Labels.of(node.get("pods")), needs);
  }

  private void known(Node node, Set<String> keys) {
    if (!(node instanceof MapNode)) {
      refuse(node, "a mapping is missing here");
    }
    for (String key : node.keys()) {
      if (!keys.contains(key)) {
        refuse(node.get(key), "the key " + Shown.key(key) + " is not known here");
      }
    }
  }

  private static List<Node> values(Node node) {
    return node.items().isEmpty() ? List.of(node) : node.items();
  }

  private static List<String> texts(Node node) {
    return node.items().stream().map(Node::scalar).toList();
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private void refuse(Node node, String why) {
    unreadable.add(new Unreadable(node.place(), why));
  }
}
