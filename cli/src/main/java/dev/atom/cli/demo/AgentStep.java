// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/// Step 1: a domain, an agent in it, and the agent's token.
final class AgentStep implements Step {
  /// The agent of the steps that need no special one.
  static final String NAME = "shop/teller";

  private static final String[] MODELS = {"atom-small", "atom-slow", "wire-small"};
  private static final long DAYS_90 = 90L * 24 * 3600;

  @Override
  public String title() {
    return "An agent with 60 calls a minute, and its token";
  }

  @Override
  public void play(DemoInstance instance, StepReport report) throws InterruptedException {
    report.sent(Commands.typed("domain", "create", "shop"));
    report.came(instance.commands().must("domain", "create", "shop").out().strip());
    String[] creation = DemoInstance.creation(NAME, 60, MODELS);
    report.sent(Commands.typed(creation));
    JsonNode made = instance.commands().must(creation).json();
    DemoAgent agent = DemoAgent.of(made);
    JsonNode described = made.path("agent");
    report.came(
        "agent %s  domain %s  rpm_limit %d  models %s"
            .formatted(
                agent.id(),
                agent.domain(),
                described.path("rpm_limit").asInt(),
                described.path("allowed_models")));
    report.came("token %s (shown this once, here abbreviated)".formatted(shortened(agent.token())));
    report.check(
        "the agent may call 60 times a minute",
        described.path("rpm_limit").asInt() == 60,
        "rpm_limit " + described.path("rpm_limit").asText());
    judgeToken(agent, report);
    judgeOnce(instance, agent, report);
    var entry = instance.trail().newest("admin_action");
    report.entries(entry.stream().toList());
    report.check(
        "its creation is on record", entry.isPresent(), entry.map(AgentStep::what).orElse(""));
    instance.awaitKnown(agent);
  }

  private static void judgeToken(DemoAgent agent, StepReport report) {
    String[] parts = agent.token().split("\\.");
    JsonNode header = Forger.decoded(parts[0]);
    JsonNode claims = Forger.decoded(parts[1]);
    long life = claims.path("exp").asLong() - claims.path("iat").asLong();
    report.check(
        "the token is a JWT signed RS256, for this agent, for 90 days",
        header.path("alg").asText().equals("RS256")
            && claims.path("agent_id").asText().equals(agent.id())
            && life == DAYS_90,
        header.path("alg").asText() + ", " + life / 86_400 + " days");
  }

  private static void judgeOnce(DemoInstance instance, DemoAgent agent, StepReport report) {
    String shown = instance.commands().must("agent", "show", NAME, "--json").out();
    String listed = instance.commands().must("token", "list", NAME, "--json").out();
    String secret = agent.token().substring(agent.token().lastIndexOf('.') + 1);
    report.check(
        "nothing shows the token again",
        !shown.contains(secret) && !listed.contains(secret),
        "agent show, token list");
  }

  private static String what(JsonNode entry) {
    return entry.path("method").asText() + " " + entry.path("path").asText();
  }

  private static String shortened(String token) {
    return token.substring(0, 12) + "…" + token.substring(token.length() - 6);
  }
}
