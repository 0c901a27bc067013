// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.gate.GatePipeline.Admitted;
import dev.atom.policy.PolicyInput;
import dev.atom.policy.RouteName;
import org.jspecify.annotations.Nullable;

/// Makes what the policies see of a call. All of it is stored with the decision.
final class PolicyInputs {
  private static final String TOOLS = "/tools/";

  private PolicyInputs() {}

  static PolicyInput of(Admitted admitted, RequestHead head, Call call) {
    Route route = admitted.route();
    return new PolicyInput(
        // Whoever comes this far stands: a revoked token was refused two stages ago.
        PolicyInput.Caller.of(admitted.token().principal(), false),
        new PolicyInput.Request(head.method(), head.path(), head.headers()),
        admitted.agent().facts(),
        new PolicyInput.Route(name(route), route.rest()),
        call instanceof Call.Model(var model, _) ? model : null,
        tool(route),
        route.domain().value(),
        route.agent().value());
  }

  private static RouteName name(Route route) {
    return switch (route.target()) {
      case LLM -> RouteName.LLM;
      case HITL -> RouteName.HITL;
      case MEMORY -> RouteName.MEMORY;
      case AGENT -> route.rest().startsWith(TOOLS) ? RouteName.TOOLS : RouteName.AGENT;
    };
  }

  /// The tool named by a path `/tools/<name>[/...]` of the agent's own service.
  private static @Nullable String tool(Route route) {
    String rest = route.rest();
    if (route.target() != Route.Target.AGENT || !rest.startsWith(TOOLS)) {
      return null;
    }
    int end = rest.indexOf('/', TOOLS.length());
    return end < 0 ? rest.substring(TOOLS.length()) : rest.substring(TOOLS.length(), end);
  }
}
