// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.listener.GateListener;
import dev.atom.http.OpenRoute;
import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What answers on GATE's listener without a credential: the two health questions, and nothing that
/// can be written in another way.
class UnauthenticatedRoutesIT {
  private static final Set<String> OPEN =
      GateListener.openRoutes(List.of()).stream().map(OpenRoute::path).collect(toSet());
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  private static List<String> targets() {
    List<String> all = new ArrayList<>(OPEN);
    for (String open : OPEN) {
      String name = open.substring(1);
      all.addAll(
          List.of(
              open + "?x",
              open + "?x=1&y=2",
              open + "/",
              open + "/..",
              open + "/..%2f",
              open + "/%2e%2e/",
              open + ";x",
              open + "%00",
              open + "%20",
              open + ".json",
              "/" + open,
              "/." + open,
              "/x/.." + open,
              "/%2e" + open,
              open.toUpperCase(java.util.Locale.ROOT),
              "/%68" + name.substring(1),
              "/%72" + name.substring(1),
              open + "/../domain/",
              open + field.agent.base() + "/v1/models"));
    }
    String agent = field.agent.base();
    for (String rest :
        List.of(
            "",
            "/",
            "/v1/models",
            "/v1/chat/completions",
            "/hitl/request",
            "/memory/search",
            "/x")) {
      all.add(agent + rest);
      all.add("/" + agent + rest);
      all.add("/healthz/.." + agent + rest);
      all.add("/healthz%2f.." + agent + rest);
    }
    all.addAll(
        List.of(
            "/",
            "//",
            "/metrics",
            "/debug",
            "/admin",
            "/actuator",
            "/v1/models",
            "/api/users",
            "/openapi.json",
            "/favicon.ico",
            "/.env",
            "/.well-known/x",
            "/domain/",
            "/healthz/x",
            "/health",
            "/ready",
            "/status",
            "/livez"));
    return all;
  }

  @Test
  @Feature("A21")
  void onlyTheHealthQuestionsAnswerWithoutACredential() {
    long seq = field.seq();
    int calls = field.upstream.calls().size();
    for (String target : targets()) {
      for (String method : METHODS) {
        Heard heard = ask(method, target);

        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        if (OPEN.contains(path)) {
          boolean asked = method.equals("GET") || method.equals("HEAD");
          assertThat(heard.status()).as("%s %s", method, target).isEqualTo(asked ? 200 : 405);
        } else {
          assertThat(heard.status()).as("%s %s", method, target).isIn(401, 404, 400);
          assertThat(heard.header("x-atom-decision-id")).as("%s %s", method, target).isNotEmpty();
        }
      }
    }
    field.refusalOf("127.0.0.1", seq, "missing_token");
    assertThat(field.upstream.calls()).hasSize(calls);
  }

  @Test
  @Feature("A21")
  void everyRefusalOfAStrangerIsOnRecord() {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard = field.attack(source, request("GET", field.agent.base() + "/v1/models"));

    assertThat(heard.status()).isEqualTo(401);
    var entry = field.refusalOf(source, seq, "missing_token");
    assertThat(entry.fact().decisionId()).isEqualTo(heard.header("x-atom-decision-id"));
    assertThat(entry.fact().call().path()).isEqualTo(field.agent.base() + "/v1/models");
  }

  private static Heard ask(String method, String target) {
    return field.attack("127.0.0.1", request(method, target));
  }

  private static String request(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
  }
}
