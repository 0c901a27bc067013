// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Caller;
import dev.atom.gate.Denial;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.GatePipeline.Refused;
import dev.atom.gate.Problems;
import dev.atom.gate.RequestHead;
import dev.atom.gate.Stage;
import dev.atom.telemetry.AccessEntry;
import dev.atom.telemetry.AccessEntry.Outcome;
import dev.atom.telemetry.AccessEntry.Policy;
import java.time.Instant;
import java.util.UUID;

/// What the access log says of an exchange.
final class AccessLines {
  private AccessLines() {}

  static AccessEntry refused(
      RequestHead head, UUID id, Refused refused, Instant began, long latencyMicros) {
    Denial denial = refused.denial();
    Policy policy = denial.stage() == Stage.POLICY ? Policy.DENY : Policy.NOT_ASKED;
    int status = Problems.form(denial.reason()).status();
    var outcome = new Outcome(status, latencyMicros, policy, denial.reason().code());
    return entry(head, id, refused.caller(), outcome, began);
  }

  /// @param ending `complete`, or what cut it short
  static AccessEntry finished(
      RequestHead head,
      UUID id,
      Permitted permitted,
      int status,
      String ending,
      Instant began,
      long latencyMicros) {
    String reason = ending.equals("complete") ? "" : ending;
    var outcome = new Outcome(status, latencyMicros, Policy.ALLOW, reason);
    return entry(head, id, permitted.caller(), outcome, began);
  }

  private static AccessEntry entry(
      RequestHead head, UUID id, Caller caller, Outcome outcome, Instant began) {
    var recorded = caller.recorded();
    return new AccessEntry(
        began.toEpochMilli() + outcome.latencyMicros() / 1_000,
        new AccessEntry.Request(
            head.method(),
            head.path(),
            head.source(),
            head.headers().getOrDefault("user-agent", "")),
        new AccessEntry.Caller(caller.tokenType(), recorded.agentId(), recorded.domainId()),
        outcome,
        head.requestId(),
        id.toString());
  }
}
