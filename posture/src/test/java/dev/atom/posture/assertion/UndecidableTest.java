// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What rests on something that manifests do not decide is neither proved nor refuted.
final class UndecidableTest {
  private static final String ONLY_GATE = "only gate reaches atom-llm";
  private static final String DEPLOYERS = "deployers: [ServiceAccount a/b]";

  private static List<String> doubts(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Undecidable.class);
    return ((Answer.Undecidable) answer)
        .doubts().stream().map(each -> each.obligation() + ": " + each.why()).toList();
  }

  @Test
  void doubtsAGateOnItsNodesNetwork() {
    var trial = Trial.ofAtom().replacing("serviceAccountName: gate", "hostNetwork: true");

    assertThat(doubts(trial.claim(DEPLOYERS, ONLY_GATE)))
        .anySatisfy(doubt ->
            assertThat(doubt)
                .startsWith("HOST_NETWORK: atom-system/gate[Deployment] is on its node's"));
  }

  @Test
  void doubtsABlockOverTheRangesOfPods() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "from: [{podSelector: {matchLabels: {app: gate}}}]",
                "from: [{podSelector: {matchLabels: {app: gate}}}, {ipBlock: {cidr: 10.244.7.0/24}}]");

    assertThat(doubts(trial.claim("podRanges: [10.244.0.0/16]", ONLY_GATE)))
        .singleElement()
        .asString()
        .startsWith("ADDRESSES: 10.244.7.0-10.244.7.255[External] => atom-system/atom-llm");
  }

  @Test
  void doubtsAdministratorsPoliciesOfOnePriority() {
    String policy =
        """
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: %s}
        spec:
          priority: 5
          subject: {namespaces: {}}
          ingress:
            - action: %s
              from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: atom-infra}}}]
              ports: [{portNumber: {protocol: TCP, port: 4000}}]
        """;
    var trial =
        Trial.ofAtom()
            .with(
                policy.formatted("a-deny", "Deny")
                    + "---\n"
                    + policy.formatted("b-allow", "Allow"));

    assertThat(doubts(trial.claim(DEPLOYERS, ONLY_GATE)))
        .anySatisfy(doubt -> assertThat(doubt).contains("TCP 4000 is undefined"));
  }

  @Test
  void doubtsWhereAPluginsOwnPoliciesSpeak() {
    var trial =
        Trial.ofAtom()
            .with(
                """
                apiVersion: cilium.io/v2
                kind: CiliumNetworkPolicy
                metadata: {name: l7, namespace: atom-system}
                spec: {endpointSelector: {}}
                """);

    assertThat(doubts(trial.claim(DEPLOYERS, ONLY_GATE)))
        .singleElement()
        .asString()
        .contains("CiliumNetworkPolicy l7 of cilium.io");
  }

  @Test
  void doubtsWhereAKindHidesItsPods() {
    var trial =
        Trial.ofAtom()
            .with(
                """
                apiVersion: example.com/v1
                kind: Robot
                metadata: {name: r, namespace: atom-agents}
                spec: {body: {containers: [{name: c, image: i}]}}
                """);

    assertThat(doubts(trial.claim(DEPLOYERS, ONLY_GATE)))
        .singleElement()
        .asString()
        .contains("there are containers in it");
  }

  @Test
  void doubtsAnotherPodOnAHostNetworkThatMayBeTheTargetsNeighbour() {
    var trial =
        Trial.ofAtom()
            .replacing(
                "containers: [{name: studio, image: studio}]",
                "hostNetwork: true, containers: [{name: studio, image: studio}]");

    assertThat(doubts(trial.claim(DEPLOYERS, ONLY_GATE)))
        .singleElement()
        .asString()
        .contains("atom-system/studio[Deployment] is on its node's network");
  }

  @Test
  void doubtsAGroupThatNobodyIsIn() {
    assertThat(doubts(Trial.ofAtom().claim("", "gate reaches nowhere/nobody")))
        .singleElement()
        .asString()
        .contains("no pod of 'nowhere/nobody' is among the manifests");
  }

  @Test
  void namesWhatAProofTakesForGranted() {
    var answer = Trial.ofAtom().live().claim("enforced: \"probe of the 3rd\"", ONLY_GATE);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Proved.class,
            proved ->
                assertThat(proved.premises()).contains("policies are enforced: probe of the 3rd"));
  }
}
