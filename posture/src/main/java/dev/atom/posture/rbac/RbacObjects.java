// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The roles, bindings and service accounts among some manifests.
///
/// @param bindings in the order they stand
/// @param accounts those with a manifest, and `default` of each namespace seen
/// @param manifests role and binding texts to what they were read from
public record RbacObjects(
    List<Role> roles,
    List<Binding> bindings,
    Set<Subject> accounts,
    Map<String, Manifest> manifests) {
  private static final String GROUP = "rbac.authorization.k8s.io";

  public RbacObjects {
    roles = List.copyOf(roles);
    bindings = List.copyOf(bindings);
    accounts = Set.copyOf(accounts);
    manifests = Map.copyOf(manifests);
  }

  /// Reads them; the roles every API server has are added where they are missing.
  public static RbacObjects of(List<Manifest> manifests) {
    var reading = new Reading();
    manifests.forEach(reading::take);
    Set<String> own = new TreeSet<>();
    reading.roles.forEach(role -> own.add(role.text()));
    for (Role role : ServerRoles.all()) {
      if (own.add(role.text())) {
        reading.roles.add(role);
      }
    }
    return new RbacObjects(reading.roles, reading.bindings, reading.accounts, reading.manifests);
  }

  /// What follows from them.
  public EffectivePermissions permissions() {
    return EffectivePermissions.of(roles, bindings);
  }

  /// The role of one manifest.
  static Role role(Manifest manifest, boolean shippedWithServer) {
    Node root = manifest.root();
    List<LabelMatch> aggregates = new ArrayList<>();
    for (Node selector : root.at("aggregationRule", "clusterRoleSelectors").items()) {
      aggregates.add(match(selector));
    }
    return new Role(
        manifest.kind().equals("ClusterRole") ? "" : manifest.namespace(),
        manifest.name(),
        labels(root.at("metadata", "labels")),
        root.at("rules").items().stream().map(RbacObjects::rule).toList(),
        aggregates,
        shippedWithServer);
  }

  static Rule rule(Node node) {
    return new Rule(
        texts(node.at("verbs")),
        texts(node.at("apiGroups")),
        texts(node.at("resources")),
        texts(node.at("resourceNames")),
        texts(node.at("nonResourceURLs")));
  }

  private static List<String> texts(Node list) {
    return list.items().stream().map(Node::scalar).toList();
  }

  private static Map<String, String> labels(Node node) {
    Map<String, String> labels = new HashMap<>();
    node.keys().forEach(key -> labels.put(key, node.get(key).scalar()));
    return labels;
  }

  private static LabelMatch match(Node selector) {
    List<LabelMatch.Demand> demands = new ArrayList<>();
    Node labels = selector.at("matchLabels");
    for (String key : labels.keys()) {
      demands.add(
          new LabelMatch.Demand(key, LabelMatch.Operator.IN, List.of(labels.get(key).scalar())));
    }
    for (Node one : selector.at("matchExpressions").items()) {
      var operator =
          switch (one.at("operator").text()) {
            case "NotIn" -> LabelMatch.Operator.NOT_IN;
            case "Exists" -> LabelMatch.Operator.EXISTS;
            case "DoesNotExist" -> LabelMatch.Operator.DOES_NOT_EXIST;
            default -> LabelMatch.Operator.IN;
          };
      demands.add(new LabelMatch.Demand(one.at("key").text(), operator, texts(one.at("values"))));
    }
    return new LabelMatch(demands);
  }

  private static final class Reading {
    private final List<Role> roles = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final Set<Subject> accounts = new TreeSet<>();
    private final Map<String, Manifest> manifests = new HashMap<>();

    void take(Manifest manifest) {
      if (!manifest.namespace().isEmpty()) {
        accounts.add(Subject.account(manifest.namespace(), "default"));
      }
      if (manifest.is("", "Namespace")) {
        accounts.add(Subject.account(manifest.name(), "default"));
      } else if (manifest.is("", "ServiceAccount")) {
        accounts.add(Subject.account(manifest.namespace(), manifest.name()));
      } else if (manifest.is(GROUP, "Role") || manifest.is(GROUP, "ClusterRole")) {
        Role role = role(manifest, false);
        roles.add(role);
        manifests.putIfAbsent(role.text(), manifest);
      } else if (manifest.is(GROUP, "RoleBinding") || manifest.is(GROUP, "ClusterRoleBinding")) {
        Binding binding = binding(manifest);
        bindings.add(binding);
        manifests.putIfAbsent(binding.text(), manifest);
      }
    }

    private static Binding binding(Manifest manifest) {
      Node ref = manifest.root().at("roleRef");
      boolean ofCluster = manifest.kind().equals("ClusterRoleBinding");
      List<Subject> subjects = new ArrayList<>();
      for (Node node : manifest.root().at("subjects").items()) {
        subjects.add(subject(node));
      }
      return new Binding(
          ofCluster ? "" : manifest.namespace(),
          manifest.name(),
          ofCluster || ref.at("kind").text().equals("ClusterRole"),
          ref.at("name").scalar(),
          subjects);
    }

    /// A service account without namespace stays nobody, as it is to the API server.
    private static Subject subject(Node node) {
      String name = node.at("name").scalar();
      return switch (node.at("kind").text()) {
        case "ServiceAccount" -> Subject.account(node.at("namespace").scalar(), name);
        case "Group" -> Subject.group(name);
        default -> Subject.user(name);
      };
    }
  }
}
