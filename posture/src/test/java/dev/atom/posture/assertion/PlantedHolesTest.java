// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import org.junit.jupiter.api.Test;

/// One hole for each obligation: every one is found, with the way through it.
@Feature("J13")
final class PlantedHolesTest {
  @Test
  void refutesWhenNoPolicySelectsTheTarget() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "podSelector: {matchLabels: {app: atom-llm}}",
                "podSelector: {matchLabels: {app: atom-lm}}");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("ISOLATED: atom-system/studio[Deployment] -> ")
                .contains("no policy closes the ingress of atom-system/atom-llm[Deployment]")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 1"));
  }

  @Test
  void refutesWhenAnAdministratorsRuleLetsInMore() {
    var trial =
        Trial.ofAtom()
            .with(
                """
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: scrape}
                spec:
                  priority: 5
                  subject: {namespaces: {}}
                  ingress:
                    - name: from-agents
                      action: Allow
                      from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: atom-infra}}}]
                      ports: [{portNumber: {protocol: TCP, port: 4000}}]
                """);

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("PEERS: atom-infra/postgres[Deployment] -> ")
                .contains("AdminNetworkPolicy scrape, rule 1 'from-agents' (test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }

  @Test
  void refutesWhenAPeerIsNamedWithoutPodLabels() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "from: [{podSelector: {matchLabels: {app: gate}}}]",
                "from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("PEER_LABELS: edge/[all pods] -> ")
                .contains("NetworkPolicy atom-system/atom-llm, rule 1 (test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }

  @Test
  void refutesWhenSomebodyElseMayMakeAPodWithTheLabels() {
    var trial =
        Trial.ofAtom().granting("ServiceAccount atom-agents/worker", "create pods in atom-system");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .containsExactly(
            "LABEL_TRUST: ServiceAccount atom-agents/worker"
                + " -> may create pods by RoleBinding ns/b to Role ns/r (r.yaml:7)"
                + " -> makes a pod labelled as atom-system/gate[Deployment]"
                + " -> atom-system/atom-llm[Deployment] : TCP 1");
  }

  @Test
  void refutesWhenTheTargetIsOnItsNodesNetwork() {
    var trial = Trial.ofAtom().replacing("serviceAccountName: atom-llm", "hostNetwork: true");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("HOST_NETWORK: whoever reaches the node -> ")
                .contains("(test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 1"));
  }

  @Test
  void refutesWhenANodePortLeadsAround() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "spec: {selector: {app: atom-llm}, ports: [{port: 4000, targetPort: http}]}",
                "spec: {type: NodePort, selector: {app: atom-llm},"
                    + " ports: [{port: 80, targetPort: http, nodePort: 30400}]}");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("WAYS_AROUND: ")
                .contains("NodePort 30400 of Service atom-system/atom-llm (test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }

  @Test
  void refutesWhenAnIngressLeadsAround() {
    var trial =
        Trial.ofAtom()
            .with(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: models, namespace: atom-system}
                spec: {defaultBackend: {service: {name: atom-llm, port: {number: 4000}}}}
                """);

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("WAYS_AROUND: whoever reaches the controller of the route -> ")
                .contains("Ingress atom-system/models to Service atom-system/atom-llm")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }

  @Test
  void refutesWhenABlockOfAddressesLetsInTheOutside() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "from: [{podSelector: {matchLabels: {app: gate}}}]",
                "from: [{podSelector: {matchLabels: {app: gate}}}, {ipBlock: {cidr: \"fd00::/8\"}}]");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("ADDRESSES: fd00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
                .contains("NetworkPolicy atom-system/atom-llm, rule 1 (test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }

  @Test
  void refutesWhenSomebodyElseMayForwardAPort() {
    var trial =
        Trial.ofAtom().granting("Group developers", "create pods/portforward in atom-system");

    assertThat(Trial.paths(trial.shipped("llm-only-from-gate")))
        .contains(
            "API_SERVER: Group developers"
                + " -> may create pods/portforward by RoleBinding ns/b to Role ns/r (r.yaml:7)"
                + " -> forwards a port to atom-system/atom-llm[Deployment]"
                + " -> atom-system/atom-llm[Deployment] : TCP 1");
  }

  @Test
  void refutesWhenAgentsReachAnOutsideModel() {
    var trial =
        Trial.ofAtom()
            .with(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: atom-agents}
                spec:
                  podSelector: {}
                  policyTypes: [Egress]
                  egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]
                """);

    assertThat(Trial.paths(trial.shipped("agents-only-to-gate")))
        .anySatisfy(path ->
            assertThat(path)
                .startsWith("OUTBOUND: atom-agents/worker[Deployment] -> ")
                .contains("NetworkPolicy atom-agents/web, rule 1 (test.yaml:")
                .contains("169.254.169.254")
                .endsWith("0.0.0.0-255.255.255.255[External] : TCP 443"));
  }

  @Test
  void cannotDecideWhenNothingShowsThatALiveClusterEnforces() {
    var answer = Trial.ofAtom().live().shipped("llm-only-from-gate");

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Undecidable.class,
            undecidable ->
                assertThat(undecidable.doubts())
                    .singleElement()
                    .satisfies(doubt -> {
                      assertThat(doubt.obligation()).isEqualTo(Obligation.ENFORCED);
                      assertThat(doubt.why()).startsWith("declared, not enforced");
                    }));
  }

  @Test
  void refutesWithWhatClosesTheWayThatMustBeOpen() {
    var trial = Trial.ofAtom().replacing("ports: [{port: 4000}]", "ports: [{port: 4001}]");

    assertThat(Trial.paths(trial.shipped("llm-from-gate")))
        .singleElement()
        .satisfies(path ->
            assertThat(path)
                .startsWith("PEERS: atom-system/gate[Deployment] -> closed for ingress by ")
                .contains("NetworkPolicy atom-system/atom-llm (test.yaml:")
                .endsWith("atom-system/atom-llm[Deployment] : TCP 4000"));
  }
}
