// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Random documents of policies over a grid of three namespaces with three pods each.
final class PolicyDocuments {
  private static final List<String> BLOCKS =
      List.of("0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "::/0", "fd00::/8");
  private static final Map<String, List<String>> HOLES =
      Map.of(
          "0.0.0.0/0", List.of("10.0.0.0/8", "192.168.1.0/24"),
          "10.0.0.0/8", List.of("10.1.0.0/16"),
          "192.168.0.0/16", List.of("192.168.1.0/24"),
          "::/0", List.of("fd00::/8"),
          "fd00::/8", List.of("fd00:1::/32"));

  private PolicyDocuments() {}

  static Arbitrary<List<Map<String, Object>>> all() {
    var policies = policy().list().ofMaxSize(5);
    var admin = admin("AdminNetworkPolicy").list().ofMaxSize(3);
    var baseline = admin("BaselineAdminNetworkPolicy").list().ofMaxSize(1);
    return Combinators.combine(policies, admin, baseline)
        .as((some, before, after) -> {
          var out = new ArrayList<Map<String, Object>>();
          for (var each : some) {
            out.add(named(each, "p" + out.size(), -1));
          }
          for (var each : before) {
            out.add(named(each, "a" + out.size(), out.size()));
          }
          after.forEach(each -> out.add(named(each, "default", 0)));
          return out;
        });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> named(
      Map<String, Object> document, String name, int priority) {
    var out = new LinkedHashMap<>(document);
    var metadata = new LinkedHashMap<>((Map<String, Object>) document.get("metadata"));
    metadata.put("name", name);
    out.put("metadata", metadata);
    if (priority >= 0) {
      var spec = new LinkedHashMap<>((Map<String, Object>) document.get("spec"));
      spec.put("priority", priority);
      out.put("spec", spec);
    }
    return out;
  }

  private static Arbitrary<Map<String, Object>> policy() {
    var types =
        Arbitraries.of(
            List.of(),
            List.of("Ingress"),
            List.of("Egress"),
            List.of("Ingress", "Egress"),
            List.of("absent"));
    return Combinators.combine(
            Arbitraries.of("x", "u", "z"),
            selector("pod").injectNull(0.1),
            types,
            rules("from"),
            rules("to"))
        .as((namespace, subject, listed, ingress, egress) -> {
          var spec = new LinkedHashMap<String, Object>();
          put(spec, "podSelector", subject);
          put(spec, "policyTypes", listed.contains("absent") ? null : listed);
          put(spec, "ingress", ingress);
          put(spec, "egress", egress);
          return document(
              "networking.k8s.io/v1",
              "NetworkPolicy",
              new LinkedHashMap<>(Map.of("namespace", namespace)),
              spec);
        });
  }

  private static Map<String, Object> document(
      String version, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
    var out = new LinkedHashMap<String, Object>();
    out.put("apiVersion", version);
    out.put("kind", kind);
    out.put("metadata", metadata);
    out.put("spec", spec);
    return out;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Arbitrary<List<Map<String, Object>>> rules(String side) {
    return Combinators.combine(
            peer().list().ofMaxSize(2).injectNull(0.2), port().list().ofMaxSize(2).injectNull(0.3))
        .as((peers, ports) -> {
          Map<String, Object> rule = new LinkedHashMap<>();
          put(rule, side, peers);
          put(rule, "ports", ports);
          return rule;
        })
        .list()
        .ofMaxSize(2)
        .injectNull(0.2);
  }

  private static Arbitrary<Map<String, Object>> peer() {
    return Arbitraries.oneOf(
        selector("pod").map(pods -> Map.of("podSelector", pods)),
        selector("ns").map(namespaces -> Map.of("namespaceSelector", namespaces)),
        Combinators.combine(selector("ns"), selector("pod"))
            .as((ns, pods) -> Map.of("namespaceSelector", ns, "podSelector", pods)),
        block().map(block -> Map.of("ipBlock", block)));
  }

  private static Arbitrary<Map<String, Object>> block() {
    return Combinators.combine(
            Arbitraries.of(BLOCKS),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 1))
        .as((cidr, excepting, which) -> {
          Map<String, Object> out = new LinkedHashMap<>();
          out.put("cidr", cidr);
          if (excepting) {
            var holes = HOLES.getOrDefault(cidr, List.of());
            out.put("except", List.of(holes.get(which % holes.size())));
          }
          return out;
        });
  }

  /// A selector over the labels `pod` (a, b, c) or `ns` (x, u, z), and `odd`, which not all have.
  private static Arbitrary<Map<String, Object>> selector(String key) {
    var values = key.equals("pod") ? List.of("a", "b", "c") : List.of("x", "u", "z");
    Arbitrary<Map<String, Object>> everything = Arbitraries.just(Map.of());
    Arbitrary<Map<String, Object>> exact =
        Arbitraries.of(values).map(value -> Map.of("matchLabels", Map.of(key, value)));
    Arbitrary<Map<String, Object>> expression =
        Combinators.combine(
                Arbitraries.of(key, "odd"),
                Arbitraries.of("In", "NotIn", "Exists", "DoesNotExist"),
                Arbitraries.of(values).set().ofMinSize(1).ofMaxSize(2))
            .as((label, operator, some) -> {
              var one = new LinkedHashMap<String, Object>();
              one.put("key", label);
              one.put("operator", operator);
              if (operator.endsWith("In")) {
                one.put("values", some.stream().sorted().toList());
              }
              return Map.of("matchExpressions", List.of(one));
            });
    return Arbitraries.oneOf(everything, exact, exact, expression);
  }

  private static Arbitrary<Map<String, Object>> port() {
    var protocols = Arbitraries.of("TCP", "UDP", "SCTP");
    return Arbitraries.oneOf(
        Arbitraries.just(Map.of()),
        protocols.map(protocol -> Map.of("protocol", protocol)),
        Combinators.combine(protocols, Arbitraries.of(53, 80, 81))
            .as((protocol, number) -> Map.of("protocol", protocol, "port", number)),
        Arbitraries.of(53, 80).map(number -> Map.of("port", number)),
        Combinators.combine(Arbitraries.of(53, 80), Arbitraries.of(80, 81))
            .as((first, last) -> Map.of("port", first, "endPort", last)),
        Combinators.combine(Arbitraries.of("TCP", "UDP"), Arbitraries.of("web", "dns"))
            .as((protocol, name) -> Map.of("protocol", protocol, "port", name)));
  }

  private static Arbitrary<Map<String, Object>> admin(String kind) {
    var actions =
        kind.startsWith("Baseline")
            ? Arbitraries.of("Allow", "Deny")
            : Arbitraries.of("Allow", "Deny", "Pass");
    return Combinators.combine(
            adminPods(), adminRules("from", actions, false), adminRules("to", actions, true))
        .as((subject, ingress, egress) -> {
          var spec = new LinkedHashMap<String, Object>();
          spec.put("subject", subject);
          spec.put("ingress", ingress);
          spec.put("egress", egress);
          return document("policy.networking.k8s.io/v1alpha1", kind, new LinkedHashMap<>(), spec);
        });
  }

  private static Arbitrary<Map<String, Object>> adminPods() {
    return Arbitraries.oneOf(
        selector("ns").map(namespaces -> Map.of("namespaces", namespaces)),
        Combinators.combine(selector("ns"), selector("pod"))
            .as((ns, pods) ->
                Map.of("pods", Map.of("namespaceSelector", ns, "podSelector", pods))));
  }

  private static Arbitrary<List<Map<String, Object>>> adminRules(
      String side, Arbitrary<String> actions, boolean networks) {
    Arbitrary<Map<String, Object>> outside =
        Arbitraries.of(BLOCKS).map(block -> Map.of("networks", List.of(block)));
    Arbitrary<Map<String, Object>> peers =
        networks ? Arbitraries.oneOf(adminPods(), adminPods(), outside) : adminPods();
    return Combinators.combine(
            actions,
            peers.list().ofMinSize(1).ofMaxSize(2),
            adminPort().list().ofMinSize(1).ofMaxSize(2).injectNull(0.4))
        .as((action, some, ports) -> {
          Map<String, Object> rule = new LinkedHashMap<>();
          rule.put("action", action);
          rule.put(side, some);
          put(rule, "ports", ports);
          return rule;
        })
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Map<String, Object>> adminPort() {
    var protocols = Arbitraries.of("TCP", "UDP", "SCTP");
    return Arbitraries.oneOf(
        Combinators.combine(protocols, Arbitraries.of(53, 80, 81))
            .as((protocol, port) ->
                Map.of("portNumber", Map.of("protocol", protocol, "port", port))),
        protocols.map(
            protocol -> Map.of("portRange", Map.of("protocol", protocol, "start", 60, "end", 80))),
        Arbitraries.of("web", "dns").map(name -> Map.of("namedPort", name)));
  }
}
