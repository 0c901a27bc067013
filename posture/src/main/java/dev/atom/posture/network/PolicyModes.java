// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Renders the NetworkPolicy that a chart's values ask for by mode.
///
/// ```yaml
/// networkPolicy:
///   enabled: true
///   egress: {mode: cluster-aware, namespaces: [deps], dependencies: [redis], allowDns: true}
///   ingress: {mode: same-namespace, monitoringNamespace: observability}
/// ```
///
/// Egress: `disabled`, `deny-all`, `internet-only` (HTTP and HTTPS to `allowCidrs`),
/// `cluster-aware` (the ports of `dependencies` in `namespaces`), `custom` (`rules`). Ingress:
/// `disabled`, `deny-all`, `same-namespace`, `selected` (`namespaces`), `custom` (`rules`).
///
/// A mode without what it needs is refused rather than rendered as something wider or narrower than
/// was meant. `disabled` leaves the direction out of the policy, which for Kubernetes is
/// *everything allowed*: it is rendered, and said.
public final class PolicyModes {
  /// More outside blocks than this are no list that anybody reviews.
  static final int CIDRS_MAX = 8;

  private static final String DEPENDENCIES = "dependencies";
  private static final Map<String, List<Integer>> PORTS =
      Map.of(
          "redis", List.of(6379),
          "minio", List.of(9000),
          "catalog", List.of(80, 443),
          "otel", List.of(4317, 4318));

  private final Node values;
  private final List<String> remarks = new ArrayList<>();

  private PolicyModes(Node values) {
    this.values = values;
  }

  /// What came of rendering.
  public sealed interface Outcome {
    /// A policy.
    ///
    /// @param yaml the manifest
    /// @param remarks what its author must know
    record Rendered(String yaml, List<String> remarks) implements Outcome {
      public Rendered {
        remarks = List.copyOf(remarks);
      }
    }

    /// No policy: everything is allowed both ways.
    record Nothing(String remark) implements Outcome {}

    /// The values do not say enough, or too much.
    record Refused(String why) implements Outcome {}
  }

  /// A mode lacks what it needs.
  private static final class Lacking extends Exception {
    private static final long serialVersionUID = 1L;

    Lacking(String why) {
      super(why);
    }
  }

  /// Renders the policy of a release.
  ///
  /// @param values the chart's values
  /// @param labels the labels of the release's pods
  public static Outcome render(
      Node values, String name, String namespace, Map<String, String> labels) {
    return new PolicyModes(values.get("networkPolicy")).render(name, namespace, labels);
  }

  private Outcome render(String name, String namespace, Map<String, String> labels) {
    if (values.get("enabled").isFalse()) {
      return new Outcome.Nothing(
          "networkPolicy.enabled is false: nothing is rendered, and everything is allowed both ways");
    }
    try {
      var types = new ArrayList<String>();
      Map<String, Object> spec = new LinkedHashMap<>();
      spec.put("podSelector", Map.of("matchLabels", labels));
      spec.put("policyTypes", types);
      ingress(values.get("ingress"))
          .ifPresent(rules -> {
            types.add("Ingress");
            spec.put("ingress", rules);
          });
      egress(values.get("egress"))
          .ifPresent(rules -> {
            types.add("Egress");
            spec.put("egress", rules);
          });
      if (types.isEmpty()) {
        return new Outcome.Nothing(
            "both directions are disabled: nothing is rendered, and everything is allowed both ways");
      }
      return new Outcome.Rendered(manifest(name, namespace, spec), remarks);
    } catch (Lacking e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static String manifest(String name, String namespace, Map<String, Object> spec) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: %s, namespace: %s}
    spec: %s
    """
        .formatted(JsonText.of(name), JsonText.of(namespace), JsonText.of(spec));
  }

  /// The rules for what comes in; none when the direction is left out.
  private Optional<List<Object>> ingress(Node node) throws Lacking {
    var rules = new ArrayList<Object>();
    switch (node.get("mode").scalar()) {
      case "disabled" -> {
        unrestricted("ingress");
        return Optional.empty();
      }
      case "deny-all" -> {}
      case "", "same-namespace" ->
          rules.add(rule("from", List.of(Map.of("podSelector", Map.of()))));
      case "selected" -> rules.add(rule("from", namespaces(node, "ingress.mode selected")));
      case "custom" -> rules.addAll(custom(node, "ingress"));
      default -> throw unknown("ingress", node);
    }
    String monitoring = node.get("monitoringNamespace").scalar();
    if (!monitoring.isEmpty()) {
      rules.add(rule("from", List.of(namespace(monitoring))));
    }
    return Optional.of(rules);
  }

  private Optional<List<Object>> egress(Node node) throws Lacking {
    var rules = new ArrayList<Object>();
    switch (node.get("mode").scalar()) {
      case "disabled" -> {
        unrestricted("egress");
        return Optional.empty();
      }
      case "deny-all" -> {}
      case "internet-only" -> rules.add(with(rule("to", blocks(node)), List.of(443, 80)));
      case "cluster-aware" ->
          rules.add(
              with(rule("to", namespaces(node, "egress.mode cluster-aware")), dependencies(node)));
      case "custom" -> rules.addAll(custom(node, "egress"));
      default -> throw unknown("egress", node);
    }
    if (node.get("allowDns").isTrue()) {
      rules.add(names());
    }
    return Optional.of(rules);
  }

  private void unrestricted(String direction) {
    remarks.add(
        direction
            + ".mode disabled leaves "
            + direction
            + " out of policyTypes, which Kubernetes"
            + " reads as: everything is allowed. It closes nothing; 'deny-all' does. In profiles"
            + " like prod it needs an exemption that expires");
  }

  private static Lacking unknown(String direction, Node node) {
    String known =
        direction.equals("egress")
            ? "disabled, deny-all, internet-only, cluster-aware, custom"
            : "disabled, deny-all, same-namespace, selected, custom";
    return new Lacking(
        "networkPolicy."
            + direction
            + ".mode '"
            + node.get("mode").scalar()
            + "' is none of "
            + known);
  }

  private static Map<String, Object> rule(String side, List<Object> peers) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(side, peers);
    return out;
  }

  private static Map<String, Object> with(Map<String, Object> rule, List<Integer> ports) {
    rule.put(
        "ports",
        ports.stream().map(port -> (Object) Map.of("port", port, "protocol", "TCP")).toList());
    return rule;
  }

  private static Object namespace(String name) {
    return Map.of(
        "namespaceSelector", Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", name)));
  }

  private static List<Object> namespaces(Node node, String what) throws Lacking {
    var out = new ArrayList<Object>();
    node.get("namespaces").items().forEach(each -> out.add(namespace(each.scalar())));
    if (out.isEmpty()) {
      throw new Lacking(
          "networkPolicy." + what + " needs at least one namespace: list them under namespaces");
    }
    return out;
  }

  private static List<Object> custom(Node node, String direction) throws Lacking {
    var out = new ArrayList<Object>();
    node.get("rules").items().forEach(each -> out.add(JsonText.plain(each)));
    if (out.isEmpty()) {
      throw new Lacking(
          "networkPolicy."
              + direction
              + ".mode custom needs at least one rule: list them under"
              + " rules, or choose deny-all");
    }
    return out;
  }

  private static List<Object> blocks(Node node) throws Lacking {
    var out = new ArrayList<Object>();
    for (Node each : node.get("allowCidrs").items()) {
      if (AddressRange.parse(each.scalar()).isEmpty()) {
        throw new Lacking(
            "networkPolicy.egress.allowCidrs: '" + each.scalar() + "' is no block of addresses");
      }
      out.add(Map.of("ipBlock", Map.of("cidr", each.scalar())));
    }
    if (out.isEmpty()) {
      throw new Lacking(
          "networkPolicy.egress.mode internet-only needs at least one block: list them under"
              + " allowCidrs");
    }
    if (out.size() > CIDRS_MAX) {
      throw new Lacking(
          "networkPolicy.egress.allowCidrs lists "
              + out.size()
              + " blocks, more than the "
              + CIDRS_MAX
              + " that are allowed: join some");
    }
    return out;
  }

  private static List<Integer> dependencies(Node node) throws Lacking {
    var out = new TreeSet<Integer>();
    for (Node each : node.get(DEPENDENCIES).items()) {
      var ports = PORTS.get(each.scalar());
      if (ports == null) {
        throw new Lacking(
            "networkPolicy.egress.dependencies: '"
                + each.scalar()
                + "' is none of "
                + String.join(", ", new TreeSet<>(PORTS.keySet())));
      }
      out.addAll(ports);
    }
    if (out.isEmpty()) {
      throw new Lacking(
          "networkPolicy.egress.mode cluster-aware needs at least one dependency: list them under"
              + " dependencies");
    }
    return List.copyOf(out);
  }

  private static Map<String, Object> names() {
    Map<String, Object> peer = new LinkedHashMap<>();
    peer.put(
        "namespaceSelector",
        Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "kube-system")));
    peer.put("podSelector", Map.of("matchLabels", Map.of("k8s-app", "kube-dns")));
    Map<String, Object> out = rule("to", List.of(peer));
    out.put(
        "ports",
        List.of(Map.of("port", 53, "protocol", "UDP"), Map.of("port", 53, "protocol", "TCP")));
    return out;
  }
}
