// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Administrators' policies: both kinds of v1alpha1, and the one kind of v1alpha2 that joins them.
final class ClusterPolicyTest {
  private static final String PODS =
      Networks.pod("a", "web", "app: web")
          + Networks.pod("b", "web", "app: web")
          + Networks.pod("c", "host", "app: host", "hostNetwork: true");

  private static String cluster(String name, String spec) {
    return """
    ---
    apiVersion: policy.networking.k8s.io/v1alpha2
    kind: ClusterNetworkPolicy
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }

  private static PortSet open(String policies, String source, String target) {
    return Networks.open(Networks.of(PODS + policies), source, target);
  }

  @Test
  void acceptsBeforeAnyNetworkPolicyIsHeard() {
    String policies =
        Networks.policy("a", "closed", "podSelector: {}, policyTypes: [Ingress]")
            + cluster(
                "scrape",
                "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept,"
                    + " from: [{namespaces: {}}],"
                    + " protocols: [{tcp: {destinationPort: {range: {start: 9090, end: 9091}}}}]}]");

    assertThat(open(policies, "b/web", "a/web")).hasToString("TCP 9090-9091");
  }

  @Test
  void passesOnToTheNetworkPolicies() {
    String policies =
        Networks.policy("a", "closed", "podSelector: {}, policyTypes: [Ingress]")
            + cluster(
                "pass",
                "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Pass,"
                    + " from: [{namespaces: {}}]}]")
            + cluster(
                "accept",
                "tier: Admin, priority: 2, subject: {namespaces: {}}, ingress: [{action: Accept,"
                    + " from: [{namespaces: {}}]}]");

    assertThat(open(policies, "b/web", "a/web").isEmpty()).isTrue();
    assertThat(open(policies, "a/web", "b/web").isAll()).isTrue();
  }

  @Test
  void hearsTheBaselineOnlyForPodsThatNoNetworkPolicySelects() {
    String policies =
        Networks.policy("a", "open", "podSelector: {}, policyTypes: [Ingress], ingress: [{}]")
            + cluster(
                "baseline",
                "tier: Baseline, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny,"
                    + " from: [{namespaces: {}}]}]");

    assertThat(open(policies, "b/web", "a/web").isAll()).isTrue();
    assertThat(open(policies, "a/web", "b/web").isEmpty()).isTrue();
  }

  @Test
  void neverNamesPodsOnHostNetworks() {
    String policies =
        cluster(
            "deny",
            "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny,"
                + " from: [{namespaces: {}}]}]");

    assertThat(open(policies, "a/web", "b/web").isEmpty()).isTrue();
    assertThat(open(policies, "c/host", "b/web").isAll()).isTrue();
    assertThat(open(policies, "a/web", "c/host").isAll()).isTrue();
  }

  @Test
  void deniesAllByADenyWhosePeerIsNotKnown() {
    String policies =
        cluster(
            "odd",
            "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny,"
                + " from: [{serviceAccounts: {}}], protocols: [{tcp: {destinationPort:"
                + " {number: 80}}}]}]");

    assertThat(open(policies, "a/web", "b/web").isEmpty()).isTrue();
  }

  @Test
  void allowsNothingByAnAcceptWhosePeerIsNotKnown() {
    String policies =
        Networks.policy("b", "closed", "podSelector: {}, policyTypes: [Ingress]")
            + cluster(
                "odd",
                "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept,"
                    + " from: [{serviceAccounts: {}}]}]");

    assertThat(open(policies, "a/web", "b/web").isEmpty()).isTrue();
  }

  @Test
  void callsAmbiguousWhatPoliciesOfOnePriorityDecideDifferently() {
    String policies =
        cluster(
                "one",
                "tier: Admin, priority: 7, subject: {namespaces: {}}, ingress: [{action: Accept,"
                    + " from: [{namespaces: {}}],"
                    + " protocols: [{tcp: {destinationPort: {range: {start: 1, end: 90}}}}]}]")
            + cluster(
                "two",
                "tier: Admin, priority: 7, subject: {namespaces: {}}, ingress: [{action: Deny,"
                    + " from: [{namespaces: {}}],"
                    + " protocols: [{tcp: {destinationPort: {range: {start: 80, end: 99}}}}]}]");
    var model = Networks.of(PODS + policies);

    var explanation =
        Reachability.of(model).explain(Networks.pod(model, "a/web"), Networks.pod(model, "b/web"));

    assertThat(explanation.ambiguous()).hasToString("TCP 80-90");
  }
}
