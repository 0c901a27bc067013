// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.FieldPath;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.TextNode;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.secret.SecretDetector;
import java.util.List;
import java.util.stream.Collectors;

/// Judges the rules that compare a field.
final class FieldClauses {
  private FieldClauses() {}

  static void judge(Clause.Field clause, Scene scene) {
    switch (clause.where().target()) {
      case CONTAINER -> {
        for (Workload workload : scene.cluster().workloads()) {
          if (isWanted(clause.where(), workload.owner())) {
            workload.containers().forEach(c -> container(clause, scene, workload, c));
          }
        }
      }
      case POD -> {
        for (Workload workload : scene.cluster().workloads()) {
          if (isWanted(clause.where(), workload.owner())) {
            compare(clause, scene, workload.owner(), workload.specPath(), workload.podSpec());
          }
        }
      }
      case OBJECT -> {
        for (Manifest manifest : scene.cluster().manifests()) {
          if (isWanted(clause.where(), manifest)) {
            compare(clause, scene, manifest, "", manifest.root());
          }
        }
      }
    }
  }

  static boolean isWanted(Clause.Where where, Manifest manifest) {
    return where.kinds().isEmpty() || where.kinds().contains(manifest.kind());
  }

  private static void container(
      Clause.Field clause, Scene scene, Workload workload, Container container) {
    Node own = container.node().at(steps(clause));
    Node effective =
        own.isNull() && clause.inherited() ? workload.podSpec().at(steps(clause)) : own;
    if (!holds(clause, effective)) {
      scene.broken(
          workload.owner(),
          container.path() + "." + clause.field(),
          own.isNull() && !effective.isNull() ? effective : own,
          "is " + shown(effective),
          demanded(clause),
          new Scope(container.name(), "", Judgement.digest(effective.scalar())));
    }
  }

  private static void compare(
      Clause.Field clause, Scene scene, Manifest object, String path, Node from) {
    Node node = from.at(steps(clause));
    if (!holds(clause, node)) {
      scene.broken(
          object,
          FieldPath.of(path, clause.field()),
          node,
          "is " + shown(node),
          demanded(clause),
          new Scope("", "", Judgement.digest(node.scalar())));
    }
  }

  private static String[] steps(Clause.Field clause) {
    return clause.field().split("\\.");
  }

  private static boolean holds(Clause.Field clause, Node node) {
    List<Node> values = clause.values();
    return switch (clause.operator()) {
      case EQUALS, ONE_OF -> values.stream().anyMatch(value -> isSame(value, node));
      case NOT -> values.stream().noneMatch(value -> isSame(value, node));
      case PRESENT -> !node.isEmpty();
      case ABSENT -> node.isEmpty();
      case AT_LEAST -> node.integer().isPresent() && node.integer().getAsLong() >= number(values);
      case AT_MOST -> node.integer().isPresent() && node.integer().getAsLong() <= number(values);
    };
  }

  private static long number(List<Node> values) {
    return values.getFirst().integer().orElse(0);
  }

  /// A text "true" is no true: an API server would refuse it.
  private static boolean isSame(Node wanted, Node node) {
    return switch (wanted) {
      case BoolNode flag -> node instanceof BoolNode other && other.value() == flag.value();
      case NumberNode number ->
          node instanceof NumberNode && number.integer().equals(node.integer());
      case MapNode _, ListNode _, TextNode _, NullNode _ ->
          wanted.scalar().equals(node.scalar()) && !node.isNull();
    };
  }

  private static String demanded(Clause.Field clause) {
    String values = clause.values().stream().map(Node::scalar).collect(Collectors.joining(", "));
    return switch (clause.operator()) {
      case EQUALS -> "must be " + values;
      case NOT -> "must not be " + values;
      case ONE_OF -> "must be one of " + values;
      case PRESENT -> "must be set";
      case ABSENT -> "must not be set";
      case AT_LEAST -> "must be " + values + " or more";
      case AT_MOST -> "must be " + values + " or less";
    };
  }

  static String shown(Node node) {
    if (node.isNull()) {
      return "not set";
    }
    // No finding holds a secret, also where a rule of a user looks at one.
    if (SecretDetector.detect("", node.scalar()).isPresent()) {
      return "a secret";
    }
    return node.scalar().isEmpty() ? node.isEmpty() ? "empty" : "set" : Shown.plain(node.scalar());
  }
}
