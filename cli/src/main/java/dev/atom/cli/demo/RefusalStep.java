// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Step 3: what a caller must not do, and the refusal for each as `docs/errors.md` says.
final class RefusalStep implements Step {
  private static final String MODEL = "atom-small";

  /// One wrong call.
  ///
  /// @param what what is wrong with it
  /// @param target whose URL is called
  /// @param token with which token; empty for none
  /// @param credential how that token is shown
  /// @param kind the entry it leaves
  private record Wrong(
      String what,
      DemoAgent target,
      String token,
      String credential,
      String model,
      Refusal refusal,
      String kind) {}

  /// A row of `docs/errors.md`.
  private record Refusal(int status, String type, String code) {}

  private static final Refusal INVALID = new Refusal(401, "AuthenticationError", "invalid_token");

  @Override
  public String title() {
    return "Foreign, unknown, missing, forged, expired: refused, each with its reason";
  }

  @Override
  public void play(DemoInstance instance, StepReport report) throws InterruptedException {
    DemoAgent own = instance.agent("shop/buyer", 600, "atom-small");
    DemoAgent neighbour = instance.agent("shop/neighbour", 600, "*");
    instance.commands().must("domain", "create", "bank");
    DemoAgent foreign = instance.agent("bank/clerk", 600, "atom-small");
    var forger = new Forger(instance.data(), own.token(), instance.clock());
    report.note("agents: shop/buyer calls; shop/neighbour and bank/clerk are not its business");
    for (Wrong wrong : borders(own, neighbour, foreign)) {
      play(wrong, instance, report);
    }
    Answer control = instance.gate().chat(own, forger.faithful(), MODEL);
    report.check(
        "a token signed anew with nothing forged passes, so what follows is refused for its forgery",
        control.status() == 200,
        "status " + control.status());
    for (Wrong wrong : forgeries(own, forger)) {
      play(wrong, instance, report);
    }
  }

  private static List<Wrong> borders(DemoAgent own, DemoAgent neighbour, DemoAgent foreign) {
    var domain = new Refusal(403, "PermissionDeniedError", "domain_mismatch");
    var agent = new Refusal(403, "PermissionDeniedError", "agent_mismatch");
    var denied = new Refusal(403, "PermissionDeniedError", "model_not_allowed");
    var unknown = new Refusal(404, "NotFoundError", "model_not_found");
    var missing = new Refusal(401, "AuthenticationError", "missing_token");
    String good = own.token();
    return List.of(
        new Wrong("a foreign domain", foreign, good, "<token>", MODEL, domain, "scope_violation"),
        new Wrong(
            "a foreign agent id", neighbour, good, "<token>", MODEL, agent, "scope_violation"),
        new Wrong("a model it may not use", own, good, "<token>", "gpt-9", denied, "refusal"),
        new Wrong(
            "a model that nobody has",
            neighbour,
            neighbour.token(),
            "<token of neighbour>",
            "gpt-9",
            unknown,
            "decision"),
        new Wrong("no token", own, "", "", MODEL, missing, "auth_failure"));
  }

  private static List<Wrong> forgeries(DemoAgent own, Forger forger) {
    var expired = new Refusal(401, "AuthenticationError", "token_expired");
    return List.of(
        forged("alg none", own, forger.unsigned(), INVALID),
        forged("HS256 with the public key", own, forger.signedWithPublicKey(), INVALID),
        forged("RS512", own, forger.rs512(), INVALID),
        forged("wrong issuer", own, forger.claiming("iss", "somebody"), INVALID),
        forged("wrong audience", own, forger.claiming("aud", "another-gate"), INVALID),
        forged("expired", own, forger.expired(), expired));
  }

  private static Wrong forged(String what, DemoAgent own, String token, Refusal refusal) {
    return new Wrong(
        "a token: " + what, own, token, "<token: " + what + ">", MODEL, refusal, "auth_failure");
  }

  private static void play(Wrong wrong, DemoInstance instance, StepReport report)
      throws InterruptedException {
    SdkCalls.Result result = send(wrong, instance, report);
    Answer answer = result.answer();
    if (!result.exception().isEmpty()) {
      report.came(result.exception() + ", thrown by the SDK");
    }
    report.came(answer, "x-should-retry", "x-atom-decision-id");
    List<JsonNode> entries = instance.trail().of(answer.decision());
    report.entries(entries);
    Refusal expected = wrong.refusal();
    report.check(
        wrong.what() + " is refused: " + expected.status() + " " + expected.code(),
        answer.status() == expected.status()
            && answer.type().equals(expected.type())
            && answer.code().equals(expected.code())
            && answer.header("x-should-retry").equals("false")
            && !answer.decision().isEmpty()
            && !entries.isEmpty()
            && entries.getFirst().path("kind").asText().equals(wrong.kind()),
        "%d %s %s, decision %s"
            .formatted(answer.status(), answer.type(), answer.code(), answer.decision()));
  }

  /// The SDK cannot leave the token out.
  private static SdkCalls.Result send(Wrong wrong, DemoInstance instance, StepReport report)
      throws InterruptedException {
    DemoAgent target = wrong.target();
    if (wrong.token().isEmpty()) {
      report.sent(GateCalls.curl(target, "", GateCalls.body(wrong.model(), false)));
      return new SdkCalls.Result("", instance.gate().chat(target, "", wrong.model()));
    }
    report.sent(SdkCalls.shown(target, wrong.credential(), "create", wrong.model(), "Hello"));
    var client = instance.sdk().client(target, wrong.token());
    return SdkCalls.plain(client, wrong.model(), "Hello", _ -> {});
  }
}
