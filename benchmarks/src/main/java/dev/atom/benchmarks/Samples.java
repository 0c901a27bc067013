// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import dev.atom.identity.Principal;
import dev.atom.policy.AgentFacts;
import dev.atom.policy.PolicyInput;
import dev.atom.policy.RouteName;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The one call of all benchmarks, as the policy and the audit trail see it.
final class Samples {
  /// What the caller sends.
  static final String BODY =
      "{\"model\":\"atom-small\",\"messages\":[{\"role\":\"user\",\"content\":\"What is the"
          + " capital of France?\"}]}";

  /// What the upstream answers.
  static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1763769600,\"model\":"
          + "\"atom-small\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
          + "\"content\":\"Paris.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":14,"
          + "\"completion_tokens\":2,\"total_tokens\":16}}";

  static final UUID DOMAIN = UUID.fromString("0e7a1c52-4b83-4d5e-9f60-21c8b7a94d13");
  static final UUID AGENT = UUID.fromString("6b1f0d38-92ce-4a77-8e45-d03b6f5a2c91");
  static final String PATH = "/domain/" + DOMAIN + "/agent/" + AGENT + "/v1/chat/completions";

  private static final String DETAILS =
      "{\"control\":2,\"policy\":\""
          + "0".repeat(64)
          + "\",\"keys\":\""
          + "0".repeat(64)
          + "\","
          + "\"model\":\"atom-small\",\"streamed\":false,\"limit\":1000000,\"remaining\":999000,"
          + "\"subject\":\"agent-"
          + AGENT
          + "\",\"route\":\"llm\",\"rules\":"
          + "[\"base/agent_auth.rego:8 data.atom.authz.allow\"]}";

  private Samples() {}

  /// The policy's input.
  static PolicyInput input() {
    var principal =
        new Principal.Agent(AgentId.parse(AGENT.toString()), DomainId.parse(DOMAIN.toString()));
    return new PolicyInput(
        PolicyInput.Caller.of(principal, false),
        new PolicyInput.Request(
            "POST",
            PATH,
            Map.of("content-type", "application/json", "host", "localhost", "user-agent", "wrk")),
        new AgentFacts(DOMAIN.toString(), null, List.of(), List.of()),
        new PolicyInput.Route(RouteName.LLM, "/v1/chat/completions"),
        "atom-small",
        null,
        DOMAIN.toString(),
        AGENT.toString());
  }

  /// The record of a permitted call.
  static AuditEvent decision(UUID id, String payload) {
    return event(id, id, EventKind.DECISION, 0, DETAILS, payload);
  }

  /// The record of its outcome.
  static AuditEvent outcome(UUID decision, UUID id) {
    return event(
        id,
        decision,
        EventKind.OUTCOME,
        200,
        "{\"ending\":\"complete\",\"response_bytes\":257}",
        "");
  }

  private static AuditEvent event(
      UUID id, UUID decision, EventKind kind, int status, String details, String payload) {
    return new AuditEvent(
        id,
        kind,
        decision.toString(),
        new AuditEvent.Subject(DOMAIN.toString(), AGENT.toString(), "agent", "a".repeat(64)),
        new AuditEvent.Call("gate", "127.0.0.1", "POST", PATH),
        new AuditEvent.Verdict(Ruling.ALLOW, "", status, status == 0 ? -1 : 900),
        details,
        payload);
  }
}
