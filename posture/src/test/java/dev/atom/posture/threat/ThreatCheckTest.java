// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The shipped register is complete; whatever is taken out of it is missed by name.
final class ThreatCheckTest {
  @Test
  @Feature("E27")
  void theShippedRegisterIsComplete() {
    var register = ThreatRegister.shipped();

    assertThat(ThreatCheck.of(register, Cluster.of(List.of()))).isEmpty();
    assertThat(register.assets()).hasSize(8);
    assertThat(register.actors()).hasSize(4);
  }

  @ParameterizedTest
  @Feature("E27")
  @CsvSource({
    "'mitigations: [CTRL-LIMIT-001], ', '', the threat TH-09 has no mitigation",
    "'mitigations: [CTRL-AUDIT-001], ', 'mitigations: [CTRL-X], ', which is no control",
    "'evidence: [E24, S4-04]', 'evidence: []', the control CTRL-ROT-001 has no evidence",
    "'  - {id: runbook-content, classification: medium}', '', the asset runbook-content is not",
    "', compromised-ci, ', ', ', the actor compromised-ci is not in the register",
    "'  - {id: chat-webhook}', '', the surface chat-webhook is not in the register",
    "'severity: medium, likelihood: high', 'severity: medium', has no severity and likelihood",
    "'classification: critical', 'classification: secret', is not classified",
    "'at: [assistant-api, chat-webhook]', 'at: [assistant-api]', no threat speaks of the surface",
    "'residual: floods below the limits of many sources at once', 'x: y', what remains"
  })
  void whatIsTakenOutIsMissed(String what, String by, String told) throws IOException {
    String text = text();
    assertThat(text).contains(what);

    List<String> missing =
        ThreatCheck.of(
            ThreatRegister.parse("t.yaml", text.replace(what, by).getBytes(StandardCharsets.UTF_8)),
            Cluster.of(List.of()));

    assertThat(missing).isNotEmpty().anyMatch(it -> it.contains(told));
  }

  @Test
  @Feature("E27")
  void anOpenListenerThatNoSurfaceKnowsIsMissed() {
    assertThat(check("gate", 8080)).isEmpty();
    assertThat(check("stray", 6666))
        .containsExactly("the listener atom-system/stray:6666 is at no surface of the register");
  }

  private static List<String> check(String name, int port) {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: atom-system}
        spec: {containers: [{name: c, image: c, ports: [{containerPort: %d}]}]}
        """
            .formatted(name, port);
    var objects = ManifestReader.usual().read("p.yaml", pod.getBytes(StandardCharsets.UTF_8));
    return ThreatCheck.of(ThreatRegister.shipped(), Cluster.of(objects.manifests()));
  }

  private static String text() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ThreatRegister.class.getResourceAsStream("threats.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
