// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/// Waits for what takes a moment by design.
public final class Awaits {
  private Awaits() {}

  /// Until GATE has heard of the agent: at most a poll of the control plane.
  public static void served(GateClient gate, TestAgent agent) {
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            !gate.get(agent.base() + "/v1/models", "authorization", "Bearer " + agent.token())
                .response()
                .body()
                .contains("agent_not_provisioned"));
  }
}
