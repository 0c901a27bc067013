// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyModesTest {
  private static final String CLUSTER =
      "{apiVersion: v1, kind: Namespace, metadata: {name: deps}}\n"
          + Networks.pod("shop", "app", "app: shop")
          + Networks.pod("shop", "neighbour", "app: other")
          + Networks.pod("deps", "redis", "app: redis")
          + Networks.pod("observability", "prometheus", "app: prometheus")
          + Networks.pod("kube-system", "coredns", "k8s-app: kube-dns");

  @Test
  @Feature("E8")
  void clusterAwareOpensTheDependenciesAndNothingElse() {
    var lines =
        lines(
            "egress: {mode: cluster-aware, namespaces: [deps], dependencies: [redis, otel],"
                + " allowDns: true}");

    assertThat(from(lines, "shop/app[Pod]"))
        .containsExactly(
            "deps/redis[Pod] : TCP 4317-4318,6379", "kube-system/coredns[Pod] : TCP 53,UDP 53");
  }

  @Test
  @Feature("E8")
  void internetOnlyOpensTheListedBlocksAndNoPod() {
    var lines =
        lines("egress: {mode: internet-only, allowCidrs: [203.0.113.0/24], allowDns: false}");

    assertThat(from(lines, "shop/app[Pod]"))
        .containsExactly("203.0.113.0-203.0.113.255[External] : TCP 80,443");
  }

  @Test
  @Feature("E8")
  void customOpensExactlyTheRulesGiven() {
    var lines =
        lines(
            "egress: {mode: custom, rules: [{to: [{podSelector: {matchLabels: {app: other}}}],"
                + " ports: [{port: 9090}]}]}");

    assertThat(from(lines, "shop/app[Pod]")).containsExactly("shop/neighbour[Pod] : TCP 9090");
  }

  @Test
  @Feature("E8")
  void disabledLeavesEverythingOpenAndSaysSo() {
    var outcome = render("egress: {mode: disabled}, ingress: {mode: same-namespace}");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            PolicyModes.Outcome.Rendered.class,
            rendered ->
                assertThat(rendered.remarks())
                    .singleElement()
                    .asString()
                    .contains("everything is allowed", "deny-all"));
    assertThat(from(lines("egress: {mode: disabled}"), "shop/app[Pod]"))
        .contains("0.0.0.0-255.255.255.255[External] : All Connections")
        .hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mode: same-namespace                                       | shop/neighbour[Pod]
          'mode: selected, namespaces: [deps]'                       | deps/redis[Pod]
          'mode: deny-all, monitoringNamespace: observability'       | observability/prometheus[Pod]
          'mode: custom, rules: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}]' | kube-system/coredns[Pod]
          """)
  @Feature("E8")
  void ingressOpensToWhoeverTheModeNames(String mode, String only) {
    var lines = lines("egress: {mode: deny-all}, ingress: {" + mode + "}");

    assertThat(lines)
        .filteredOn(line -> line.contains(" => shop/app[Pod]"))
        .containsExactly(only + " => shop/app[Pod] : All Connections");
  }

  @Test
  void rendersNothingWhenItIsTurnedOff() {
    assertThat(render("enabled: false")).isInstanceOf(PolicyModes.Outcome.Nothing.class);
    assertThat(render("egress: {mode: disabled}, ingress: {mode: disabled}"))
        .isInstanceOf(PolicyModes.Outcome.Nothing.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'egress: {mode: cluster-aware, dependencies: [redis]}'   | at least one namespace
          'egress: {mode: cluster-aware, namespaces: [deps]}'      | at least one dependency
          'egress: {mode: custom}'                                 | at least one rule
          'egress: {mode: internet-only}'                          | at least one block
          'egress: {mode: internet-only, allowCidrs: [1.0.0.0/8, 2.0.0.0/8, 3.0.0.0/8, 4.0.0.0/8, 5.0.0.0/8, 6.0.0.0/8, 7.0.0.0/8, 8.0.0.0/8, 9.0.0.0/8]}' | lists 9 blocks, more than the 8
          'egress: {mode: deny-all}, ingress: {mode: selected}'    | at least one namespace
          'egress: {mode: deny-all}, ingress: {mode: custom}'      | at least one rule
          'egress: {mode: open}'                                   | is none of disabled
          """)
  @Feature("E10")
  void refusesAModeWithoutWhatItNeeds(String values, String message) {
    assertThat(render(values))
        .isInstanceOfSatisfying(
            PolicyModes.Outcome.Refused.class,
            refused -> assertThat(refused.why()).contains(message));
  }

  private static PolicyModes.Outcome render(String values) {
    return PolicyModes.render(
        node("networkPolicy: {" + values + "}"), "app", "shop", Map.of("app", "shop"));
  }

  private static Node node(String yaml) {
    return ManifestReader.usual()
        .documents("values.yaml", yaml.getBytes(StandardCharsets.UTF_8), new ArrayList<>())
        .getFirst();
  }

  private static List<String> lines(String values) {
    var outcome = render(values);
    assertThat(outcome).isInstanceOf(PolicyModes.Outcome.Rendered.class);
    var yaml = ((PolicyModes.Outcome.Rendered) outcome).yaml();
    return Networks.lines(Networks.of(CLUSTER + "---\n" + yaml));
  }

  private static List<String> from(List<String> lines, String source) {
    return lines.stream()
        .filter(line -> line.startsWith(source + " => "))
        .map(line -> line.substring(line.indexOf(" => ") + 4))
        .toList();
  }
}
