// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls and policy folders.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Path SHIPPED = Path.of("..", "policies");
  static final String DOMAIN = "d1000000-0000-4000-8000-000000000001";
  static final String OTHER_DOMAIN = "d2000000-0000-4000-8000-000000000002";
  static final String AGENT = "a1000000-0000-4000-8000-000000000001";
  static final String OTHER_AGENT = "a2000000-0000-4000-8000-000000000002";
  static final String PERSON = "77b1f6aa-0c2d-4e3f-8a9b-c0d1e2f3a4b5";
  static final AgentFacts FACTS =
      new AgentFacts(DOMAIN, PERSON, List.of("search"), List.of("summarise"));

  private Samples() {}

  static PolicyInput.Caller agent(boolean revoked) {
    return new PolicyInput.Caller("agent-" + AGENT, "agent", null, DOMAIN, AGENT, revoked);
  }

  static PolicyInput.Caller human(@Nullable String role) {
    return new PolicyInput.Caller(PERSON, "human", role, null, null, false);
  }

  static PolicyInput ownCall() {
    return call(agent(false), RouteName.LLM, DOMAIN, AGENT, null);
  }

  static PolicyInput call(
      PolicyInput.Caller caller,
      RouteName route,
      String domain,
      String agent,
      @Nullable String tool) {
    String rest =
        switch (route) {
          case LLM -> "/v1/chat/completions";
          case HITL -> "/hitl/request";
          case MEMORY -> "/memory/search";
          case AGENT -> "/invoke";
          case TOOLS -> tool == null ? "/tools" : "/tools/" + tool;
        };
    return new PolicyInput(
        caller,
        new PolicyInput.Request(
            "POST",
            "/domain/" + domain + "/agent/" + agent + rest,
            Map.of("content-type", "application/json", "user-agent", "atom-test")),
        FACTS,
        new PolicyInput.Route(route, rest),
        route == RouteName.LLM ? "offline-small" : null,
        tool,
        domain,
        agent);
  }

  /// Writes a policy folder with one file beneath it, and gives the folder back.
  static Path write(Path folder, String file, String text) {
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
      Files.writeString(target, text);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies the shipped base policies into a folder.
  static Path shippedBase(Path folder) {
    for (String file : List.of("agent_auth.rego", "domain_isolation.rego", "tool_access.rego")) {
      try {
        write(folder, "base/" + file, Files.readString(SHIPPED.resolve("base").resolve(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }
}
