// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every combination of caller, route, path and tool, against the rule in plain Java.
class ShippedPolicyPropertyTest {
  private static final List<AgentFacts> FACTS =
      List.of(
          Samples.FACTS,
          new AgentFacts(Samples.OTHER_DOMAIN, null, List.of("search"), List.of()),
          AgentFacts.UNKNOWN);

  @Test
  void permitsExactlyWhatTheRuleSays() {
    var engine = PolicyEngine.open(Samples.SHIPPED);
    List<PolicyInput> calls = calls();
    assertThat(calls).hasSizeGreaterThan(1000);
    for (PolicyInput call : calls) {
      Decision decision = engine.decide(call, Samples.NOW);

      assertThat(decision instanceof Decision.Permit)
          .as("%s: %s", call.canonicalJson(), decision)
          .isEqualTo(mayPass(call));
      assertThat(decision).isNotInstanceOf(Decision.Undecided.class);
    }
  }

  private static boolean mayPass(PolicyInput call) {
    PolicyInput.Caller caller = call.token();
    boolean mayCall =
        switch (caller.type()) {
          case "agent" ->
              Objects.equals(caller.agentId(), call.pathAgentId())
                  && Objects.equals(caller.domainId(), call.pathDomainId());
          case "human" ->
              "admin".equals(caller.role())
                  || ("developer".equals(caller.role())
                      && caller.sub().equals(call.agent().owner()));
          default -> false;
        };
    String owner = call.agent().domainId();
    boolean inDomain = owner == null || owner.equals(call.pathDomainId());
    boolean mayUse =
        call.tool() == null
            ? call.route().name() != RouteName.TOOLS
            : call.agent().tools().contains(call.tool());
    return !caller.revoked() && mayCall && inDomain && mayUse;
  }

  private static List<PolicyInput> calls() {
    List<PolicyInput> calls = new ArrayList<>();
    for (PolicyInput.Caller caller : callers()) {
      for (RouteName route : RouteName.values()) {
        for (String domain : List.of(Samples.DOMAIN, Samples.OTHER_DOMAIN)) {
          for (String agent : List.of(Samples.AGENT, Samples.OTHER_AGENT)) {
            addCalls(calls, caller, route, domain, agent);
          }
        }
      }
    }
    return calls;
  }

  private static void addCalls(
      List<PolicyInput> calls,
      PolicyInput.Caller caller,
      RouteName route,
      String domain,
      String agent) {
    for (@Nullable String tool : Arrays.asList("search", "shell", null)) {
      PolicyInput call = Samples.call(caller, route, domain, agent, tool);
      for (AgentFacts facts : FACTS) {
        calls.add(
            new PolicyInput(
                caller, call.request(), facts, call.route(), null, tool, domain, agent));
      }
    }
  }

  private static List<PolicyInput.Caller> callers() {
    return List.of(
        Samples.agent(false),
        Samples.agent(true),
        Samples.human("admin"),
        Samples.human("developer"),
        Samples.human("root"),
        Samples.human(null),
        new PolicyInput.Caller("s", "system", "admin", Samples.DOMAIN, Samples.AGENT, false));
  }
}
