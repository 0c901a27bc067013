// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atom.posture.finding.Finding;
import dev.atom.testing.Feature;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EgressChecksTest {
  /// A policy of the kind that reads well and does not work.
  private static final String EXAMPLE =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: aiops-api-egress, namespace: aiops-system}
      spec:
        podSelector: {matchLabels: {app: aiops-api}}
        policyTypes: [Egress]
        egress:
        - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
          ports: [{port: 9090}]
        - to: [{ipBlock: {cidr: 10.0.0.1/32}}]
          ports: [{port: 6443}]
        - to: [{podSelector: {}}]
          ports: [{port: 6333}, {port: 6379}, {port: 5432}]
        - to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]}}]
          ports: [{port: 443}]
      """;

  private static List<String> rules(String text) {
    return Judging.findings("prod", text).stream().map(Finding::rule).distinct().toList();
  }

  @Test
  @Feature("E13")
  void theExampleHasAllThatIsWrongWithIt() {
    assertThat(Judging.findings("prod", EXAMPLE))
        .extracting(Finding::rule, Finding::found)
        .containsExactly(
            tuple("EGRESS-001", "lets no DNS out: names do not resolve"),
            tuple("EGRESS-002", "does not let out to Alertmanager (TCP 9093 in monitoring)"),
            tuple("EGRESS-002", "does not let out to Keycloak (TCP 8443)"),
            tuple("EGRESS-002", "does not let out to MinIO (TCP 9000)"),
            tuple("EGRESS-003", "lets out to the whole world: 0.0.0.0/0"),
            tuple("EGRESS-004", "lets out to 100.64.0.0/10, 169.254.0.0/16, 127.0.0.0/8"),
            tuple("EGRESS-005", "names the address 10.0.0.1/32"),
            tuple("EGRESS-006", "lets out to every pod of the namespace"));
  }

  @Test
  @Feature("E13")
  void whatIsMendedIsNotTold() {
    String mended =
        EXAMPLE
                .replace(
                    "{ipBlock: {cidr: 10.0.0.1/32}}", "{podSelector: {matchLabels: {app: api}}}")
                .replace("{podSelector: {}}", "{podSelector: {matchLabels: {tier: data}}}")
                .replace(
                    "192.168.0.0/16]",
                    "192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16, 127.0.0.0/8]")
                .replace("[{port: 9090}]", "[{port: 9090, endPort: 9093}]")
                .replace("{port: 5432}]", "{port: 5432}, {port: 8443}, {port: 9000}]")
            + """
              - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
                ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
            """;

    assertThat(rules(mended)).containsExactly("EGRESS-003");
  }

  @Test
  @Feature("E13")
  void dnsOverUdpAloneIsNotEnoughAndDnsToAnybodyIsTooMuch() {
    String udp =
        EXAMPLE
            + "  - to: [{podSelector: {matchLabels: {a: b}}}]\n    ports: [{protocol: UDP, port: 53}]\n";
    assertThat(Judging.findings("prod", udp))
        .extracting(Finding::found)
        .contains("lets UDP 53 out, not TCP 53");

    String anybody = EXAMPLE + "  - ports: [{protocol: UDP, port: 53}, {port: 53}]\n";
    assertThat(Judging.findings("prod", anybody))
        .extracting(Finding::found)
        .contains("lets DNS out to anybody, which carries data out")
        .doesNotContain("lets no DNS out: names do not resolve");
  }

  @Test
  @Feature("E13")
  void anotherPolicyOverTheSamePodsMayLetDnsOut() {
    String dns =
        EXAMPLE
            + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: dns, namespace: aiops-system}
            spec:
              podSelector: {}
              policyTypes: [Egress]
              egress:
              - to: [{podSelector: {matchLabels: {a: b}}}]
                ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
            """;

    assertThat(Judging.findings("prod", dns))
        .noneMatch(finding -> finding.rule().equals("EGRESS-001"));
  }

  @Test
  @Feature("E13")
  void ipv6IsLookedAtByItself() {
    String v6 =
        EXAMPLE.replace("0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]", "'::/0'");

    assertThat(Judging.findings("prod", v6))
        .extracting(Finding::found)
        .contains("lets out to the whole world: ::/0", "lets out to fc00::/7, fe80::/10");
  }

  @Test
  void aPolicyThatLetsNothingOutNeedsNoDns() {
    assertThat(
            rules(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: deny-all, namespace: a}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                """))
        .isEmpty();
  }

  @Test
  void moreAddressRangesThanTheBudgetAreTold() {
    var ranges = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      ranges.append("{ipBlock: {cidr: 203.0.113." + i + "/32}}, ");
    }
    String many = EXAMPLE.replace("{ipBlock: {cidr: 10.0.0.1/32}}", ranges.toString());

    assertThat(rules(many)).contains("EGRESS-007");
  }
}
