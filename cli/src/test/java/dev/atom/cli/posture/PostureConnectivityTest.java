// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import org.junit.jupiter.api.Test;

final class PostureConnectivityTest {
  private static final String SHOP =
      """
      {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web, labels: {app: web}},
       spec: {containers: [{name: c, image: i}]}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: db, labels: {app: db}},
       spec: {containers: [{name: c, image: i}]}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {namespace: shop, name: db}
      spec:
        podSelector: {matchLabels: {app: db}}
        policyTypes: [Ingress, Egress]
        ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
      """;

  private static CommandRun connectivity(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "posture";
    arguments[1] = "connectivity";
    arguments[2] = "-";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.with(SHOP, arguments);
  }

  @Test
  void printsALineForEachConnection() {
    var run = connectivity();

    assertThat(run.out().lines())
        .containsExactly(
            "0.0.0.0-255.255.255.255[External] => shop/web[Pod] : All Connections",
            "shop/web[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections",
            "shop/web[Pod] => shop/db[Pod] : TCP 5432");
    assertThat(run.status()).isZero();
  }

  @Test
  void printsOtherFormats() {
    var json = connectivity("--format", "json").json();

    assertThat(json).hasSize(3);
    assertThat(json.get(2).get("conn").asText()).isEqualTo("TCP 5432");
    assertThat(connectivity("--format", "csv").out())
        .startsWith("src,dst,conn\n")
        .contains("shop/web[Pod],shop/db[Pod],TCP 5432\n");
    assertThat(connectivity("--format", "dot").out())
        .startsWith("digraph {\n")
        .contains("  \"shop/web[Pod]\" -> \"shop/db[Pod]\" [label=\"TCP 5432\"]\n")
        .endsWith("}\n");
    assertThat(connectivity("--format", "pdf").status()).isEqualTo(64);
  }

  @Test
  void explainsByPolicyRuleFileAndLine() {
    var run = connectivity("--explain", "shop/web", "shop/db");

    assertThat(run.out())
        .contains("allows TCP 5432: NetworkPolicy shop/db, rule 1 (-:13)")
        .contains("closes the rest: NetworkPolicy shop/db (-:7)");
    assertThat(connectivity("--explain", "shop/db", "internet").out())
        .contains("shop/db[Pod] => 0.0.0.0-255.255.255.255[External] : No Connections");
    var unknown = connectivity("--explain", "shop/web", "shop/nobody");
    assertThat(unknown.status()).isEqualTo(64);
    assertThat(unknown.err()).contains("no workload is called 'shop/nobody'");
  }

  @Test
  void listsExposure() {
    assertThat(connectivity("--exposure").out())
        .contains("shop/web[Pod] <= entire-cluster : All Connections")
        .contains("shop/web[Pod] for egress");
  }

  @Test
  void listsIpv6WhenAsked() {
    assertThat(connectivity("--ipv6").out())
        .contains("shop/web[Pod] => ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External]");
  }

  @Test
  void judgesTheRestWhenADocumentIsBroken() {
    var run = CommandRun.with("a: [\n---\n" + SHOP, "posture", "connectivity", "-");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("-:");
    assertThat(run.out().lines()).hasSize(3);
  }
}
