// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The shortest way through all of it.
class ChatThroughGateIT {
  private static Platform platform;
  private static GateClient gate;
  private static TestAgent agent;

  @BeforeAll
  static void start() {
    platform = Platform.offline();
    gate = new GateClient(platform.ca.anonymous(), platform.startGate().port());
    agent = platform.studio.agent(platform.studio.domain("first"), "hello", Map.of());
    Awaits.served(gate, agent);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void aChatIsAnsweredAndAudited() {
    GateClient.Answer answer = gate.chat(agent);

    assertThat(answer.status())
        .as("%s %s", answer.response().body(), platform.trail.decision(answer.decision()))
        .isEqualTo(200);
    assertThat(answer.json().at("/choices/0/message/content").asText()).isNotEmpty();
    assertThat(platform.trail.decision(answer.decision()))
        .as("entries of decision %s", answer.decision())
        .isNotEmpty();
  }
}
