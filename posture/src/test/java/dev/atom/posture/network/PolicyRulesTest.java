// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The rules of NetworkPolicy that readers get wrong, each alone.
final class PolicyRulesTest {
  private static final String PODS =
      Networks.pod("a", "web", "app: web")
          + Networks.pod("a", "db", "app: db")
          + Networks.pod("b", "web", "app: web");

  private static PortSet open(String policies, String source, String target) {
    return Networks.open(Networks.of(PODS + policies), source, target);
  }

  @Test
  void isolatesOnlyInItsOwnNamespace() {
    String policy = Networks.policy("a", "p", "podSelector: {}, policyTypes: [Ingress]");

    assertThat(open(policy, "a/web", "b/web").isAll()).isTrue();
    assertThat(open(policy, "b/web", "a/web").isEmpty()).isTrue();
  }

  @Test
  void selectsEveryPodWithoutAPodSelector() {
    String policy = Networks.policy("a", "p", "policyTypes: [Ingress]");

    assertThat(open(policy, "b/web", "a/db").isEmpty()).isTrue();
  }

  @Test
  void blocksIngressTooWhenAnEgressPolicyNamesNoTypes() {
    String policy = Networks.policy("a", "p", "podSelector: {}, egress: [{}]");

    assertThat(open(policy, "b/web", "a/web").isEmpty()).isTrue();
    assertThat(open(policy, "a/web", "b/web").isAll()).isTrue();
  }

  @Test
  void doesNotIsolateEgressByAnEmptyListWithoutTypes() {
    String policy = Networks.policy("a", "p", "podSelector: {}, egress: []");

    assertThat(open(policy, "a/web", "b/web").isAll()).isTrue();
  }

  @Test
  void doesNotHearEgressRulesWhenOnlyIngressIsNamed() {
    var model =
        Networks.of(
            PODS
                + Networks.policy(
                    "a",
                    "p",
                    "podSelector: {}, policyTypes: [Ingress], egress: [{ports: [{port: 1}]}]"));

    assertThat(Networks.open(model, "a/web", "b/web").isAll()).isTrue();
    assertThat(model.remarks())
        .singleElement()
        .satisfies(remark -> assertThat(remark.text()).contains("not heard"));
  }

  @Test
  void meansEveryPeerAndPortWhenARuleIsEmpty() {
    String policy =
        Networks.policy("a", "p", "podSelector: {}, policyTypes: [Ingress], ingress: [{}]");

    assertThat(open(policy, "b/web", "a/web").isAll()).isTrue();
  }

  @Test
  void meansTheWholeOfTcpByAnEmptyPort() {
    String policy =
        Networks.policy(
            "a", "p", "podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{}]}]");

    assertThat(open(policy, "b/web", "a/web")).hasToString("TCP 1-65535");
  }

  @Test
  void joinsSelectorsOfOneItemAndSeparatesThoseOfTwo() {
    String one =
        Networks.policy(
            "a",
            "p",
            "podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from:"
                + " [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: b}},"
                + " podSelector: {matchLabels: {app: db}}}]}]");
    String two =
        one.replace(
            ", podSelector: {matchLabels: {app: db}}}]",
            "}, {podSelector: {matchLabels: {app: web}}}]");

    assertThat(open(one, "b/web", "a/db").isEmpty()).isTrue();
    assertThat(open(two, "b/web", "a/db").isAll()).isTrue();
    assertThat(open(two, "a/web", "a/db").isAll()).isTrue();
  }

  @Test
  void matchesObjectsWithoutTheKeyByNotIn() {
    String policy =
        Networks.policy(
            "a",
            "p",
            "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector:"
                + " {matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}}]}]");

    assertThat(open(policy, "a/web", "a/db").isAll()).isTrue();
  }

  @Test
  void givesEveryNamespaceItsNameAsALabel() {
    String policy =
        Networks.policy(
            "a",
            "p",
            "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector:"
                + " {matchLabels: {kubernetes.io/metadata.name: b}}}]}]");

    assertThat(open(policy, "b/web", "a/web").isAll()).isTrue();
    assertThat(open(policy, "a/db", "a/web").isEmpty()).isTrue();
  }

  @Test
  void resolvesANamedPortAtTheDestinationByNameAndProtocol() {
    String pods =
        Networks.pod("a", "from", "app: from")
            + "---\n{apiVersion: v1, kind: Pod, metadata: {namespace: a, name: to, labels: {app: to}},"
            + " spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080},"
            + " {name: http, containerPort: 9090, protocol: UDP}]}]}}\n";
    var model =
        Networks.of(
            pods
                + Networks.policy(
                    "a",
                    "p",
                    "podSelector: {matchLabels: {app: from}}, policyTypes: [Egress],"
                        + " egress: [{ports: [{port: http}]}]"));

    assertThat(Networks.open(model, "a/from", "a/to")).hasToString("TCP 8080");
  }

  @Test
  void subtractsAnExceptionOnlyWithinItsOwnItem() {
    String policy =
        Networks.policy(
            "a",
            "p",
            "podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from:"
                + " [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}},"
                + " {ipBlock: {cidr: 10.1.2.0/24}}]}]");

    assertThat(Networks.lines(Networks.of(PODS + policy)))
        .filteredOn(line -> line.contains("[External] => a/db"))
        .containsExactly(
            "10.0.0.0-10.0.255.255[External] => a/db[Pod] : All Connections",
            "10.1.2.0-10.1.2.255[External] => a/db[Pod] : All Connections",
            "10.2.0.0-10.255.255.255[External] => a/db[Pod] : All Connections");
  }

  @Test
  void saysNothingOnIpv6ByABlockOfIpv4() {
    var model =
        Networks.of(
            PODS
                + Networks.policy(
                    "a",
                    "p",
                    "podSelector: {}, policyTypes: [Egress],"
                        + " egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]"));
    var reachability = Reachability.of(model);

    assertThat(
            reachability.outsideRanges(Networks.pod(model, "a/web"), Direction.EGRESS, PortSet.ALL))
        .singleElement()
        .satisfies(each -> assertThat(each.range()).isEqualTo(AddressRange.V4));
  }

  @Test
  void isolatesTcpByARuleThatOnlySpeaksOfSctp() {
    String policy =
        Networks.policy(
            "a",
            "p",
            "podSelector: {}, policyTypes: [Ingress],"
                + " ingress: [{ports: [{port: 80, protocol: SCTP}]}]");

    assertThat(open(policy, "b/web", "a/web")).hasToString("SCTP 80");
  }

  @Test
  void needsBothEnds() {
    String policies =
        Networks.policy(
                "a",
                "out",
                "podSelector: {}, policyTypes: [Egress],"
                    + " egress: [{ports: [{port: 80}, {port: 81}]}]")
            + Networks.policy(
                "b",
                "in",
                "podSelector: {}, policyTypes: [Ingress],"
                    + " ingress: [{ports: [{port: 81, endPort: 90}]}]");

    assertThat(open(policies, "a/web", "b/web")).hasToString("TCP 81");
  }

  @Test
  void matchesNothingByAnEndPortBelowThePort() {
    var model =
        Networks.of(
            PODS
                + Networks.policy(
                    "a",
                    "p",
                    "podSelector: {}, policyTypes: [Ingress],"
                        + " ingress: [{ports: [{port: 90, endPort: 80}]}]"));

    assertThat(Networks.open(model, "b/web", "a/web").isEmpty()).isTrue();
    assertThat(model.remarks()).isNotEmpty();
  }
}
