// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// Random policies on a grid of nine pods: every pair, every port and every address outside is
/// decided as the [NaiveMatcher] decides it.
final class ReachabilityPropertyTest {
  private static final List<String> OUTSIDE =
      List.of(
          "8.8.8.8",
          "10.0.0.1",
          "10.1.0.1",
          "192.168.1.1",
          "192.168.2.1",
          "fd00::1",
          "fd00:1::1",
          "2001:db8::1");
  private static final int[] PORTS = {53, 60, 80, 81, 443};

  @Provide
  Arbitrary<List<Map<String, Object>>> documents() {
    return PolicyDocuments.all();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void decidesAsTheNaiveMatcherDoes(@ForAll("documents") List<Map<String, Object>> documents) {
    var model = Networks.of(manifests(documents));
    var reachability = Reachability.of(model);
    var naive = new NaiveMatcher(documents);

    for (Pod source : model.pods()) {
      for (Pod target : model.pods()) {
        var explained = reachability.explain(source, target).open();
        var open = reachability.allowed(source, target);
        compare(open, naive, host(source, model), host(target, model));
        assertThat(explained).isEqualTo(open);
      }
      for (String address : OUTSIDE) {
        var outside = outside(address);
        compare(
            open(reachability, source, Direction.EGRESS, address),
            naive,
            host(source, model),
            outside);
        compare(
            open(reachability, source, Direction.INGRESS, address),
            naive,
            outside,
            host(source, model));
      }
    }
  }

  private static PortSet open(
      Reachability reachability, Pod pod, Direction direction, String address) {
    var wanted = Address.parse(address).orElseThrow();
    return reachability.everyRange(pod, direction).stream()
        .filter(each -> each.range().contains(wanted))
        .findFirst()
        .orElseThrow()
        .explanation()
        .open();
  }

  private static void compare(
      PortSet open, NaiveMatcher naive, NaiveMatcher.Host source, NaiveMatcher.Host target) {
    for (Protocol protocol : Protocol.values()) {
      for (int port : PORTS) {
        assertThat(open.contains(protocol, port))
            .as("%s %s from %s to %s", protocol, port, source, target)
            .isEqualTo(naive.allows(source, target, protocol.name(), port));
      }
    }
  }

  private static NaiveMatcher.Host host(Pod pod, NetworkModel model) {
    return new NaiveMatcher.Host(
        pod.namespace(),
        pod.labels(),
        model.namespaceLabels(pod.namespace()),
        ports(pod.labels().getOrDefault("pod", "")),
        "");
  }

  private static NaiveMatcher.Host outside(String address) {
    return new NaiveMatcher.Host("", Map.of(), Map.of(), List.of(), address);
  }

  /// Pods give the same names to different ports.
  private static List<Map<String, Object>> ports(String pod) {
    var web =
        Map.<String, Object>of(
            "name", "web", "containerPort", pod.equals("c") ? 81 : 80, "protocol", "TCP");
    var dns =
        Map.<String, Object>of(
            "name", "dns", "containerPort", 53, "protocol", pod.equals("a") ? "TCP" : "UDP");
    return List.of(web, dns);
  }

  private static String manifests(List<Map<String, Object>> documents) {
    var out = new StringBuilder();
    for (String namespace : List.of("x", "u", "z")) {
      String odd = namespace.equals("u") ? ", odd: x" : "";
      out.append("---\n{apiVersion: v1, kind: Namespace, metadata: {name: ")
          .append(namespace)
          .append(", labels: {ns: ")
          .append(namespace)
          .append(odd)
          .append("}}}\n");
      for (String pod : List.of("a", "b", "c")) {
        String label = pod.equals("b") ? ", odd: a" : "";
        out.append("---\n{apiVersion: v1, kind: Pod, metadata: {namespace: ")
            .append(namespace)
            .append(", name: ")
            .append(pod)
            .append(", labels: {pod: ")
            .append(pod)
            .append(label)
            .append("}}, spec: {containers: [{name: c, image: i, ports: ")
            .append(json(ports(pod)))
            .append("}]}}\n");
      }
    }
    documents.forEach(each -> out.append("---\n").append(json(each)).append('\n'));
    return out.toString();
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var parts = new ArrayList<String>();
        map.forEach((key, each) -> parts.add("\"" + key + "\": " + json(each)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case List<?> list ->
          "[" + String.join(", ", list.stream().map(each -> json(each)).toList()) + "]";
      case String text -> "\"" + text + "\"";
      default -> value.toString();
    };
  }
}
