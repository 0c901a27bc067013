// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that take their time, with bounds of one second: each is ended, recorded, and holds up
/// nobody.
class SlowClientsIT {
  private static final Duration TRICKLE = Duration.ofMillis(100);
  private static final Duration AT_MOST = Duration.ofSeconds(4);
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField("bounds.head-time=1s", "bounds.body-time=1s", "bounds.idle-time=1s");
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  /// One byte after the other until the server has had enough.
  private static void trickle(RawSocketClient client) {
    await().atMost(AT_MOST).pollInterval(TRICKLE).until(() -> !client.send("a"));
  }

  @Test
  void aSlowHeadIsEnded() {
    String source = field.newSource();
    long seq = field.seq();
    try (var client = field.connect(source)) {
      boolean _ = client.send("GET /");
      field.assertOthersAreServed();

      trickle(client);

      assertThat(client.hear(AT_MOST).closed()).isTrue();
    }
    assertThat(field.refusalOf(source, seq, "request_timeout").fact().verdict().statusCode())
        .isEqualTo(408);
  }

  @Test
  void halfARequestAndSilenceIsEnded() {
    String source = field.newSource();
    long seq = field.seq();

    var heard = field.attack(source, field.head("GET", "/v1/models"), AT_MOST);

    assertThat(heard.closed()).isTrue();
    assertThat(heard.answers()).isZero();
    field.refusalOf(source, seq, "request_timeout");
    field.assertOthersAreServed();
  }

  @Test
  void aConnectionWithoutARequestIsEnded() {
    String source = field.newSource();
    long seq = field.seq();

    var heard = field.attack(source, "", AT_MOST);

    assertThat(heard.closed()).isTrue();
    field.refusalOf(source, seq, "request_timeout");
  }

  @Test
  void anIdleConnectionIsEndedAndIsNoRefusal() {
    String source = field.newSource();
    long seq = field.seq();

    var heard = field.attack(source, field.head("GET", "/v1/models") + "\r\n", AT_MOST);

    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.closed()).isTrue();
    assertThat(field.entriesOf(source, seq))
        .noneMatch(entry -> entry.fact().kind().equals("refusal"));
  }

  @Test
  void aSlowSecondHeadIsEnded() {
    String source = field.newSource();
    long seq = field.seq();
    try (var client = field.connect(source)) {
      boolean _ = client.send(field.head("GET", "/v1/models") + "\r\nGET /");

      trickle(client);

      assertThat(client.hear(AT_MOST).answers()).isEqualTo(1);
    }
    assertThat(field.entriesOf(source, seq))
        .anyMatch(entry -> entry.fact().kind().equals("decision"));
  }

  @Test
  @Feature("B21")
  void aSlowBodyIsAnsweredWith408() {
    String source = field.newSource();
    long seq = field.seq();
    int chats = chats();
    try (var client = field.connect(source)) {
      boolean _ =
          client.send(field.head("POST", "/v1/chat/completions") + "content-length: 100\r\n\r\n{");

      trickle(client);

      // What trickled in after the close may have cost the answer.
      assertThat(client.hear(AT_MOST).status()).isIn(0, 408);
    }
    var entry = field.refusalOf(source, seq, "request_timeout");
    assertThat(entry.fact().subject().agentId()).isEqualTo(field.agent.id());
    assertThat(chats()).isEqualTo(chats);
    field.assertOthersAreServed();
  }

  @Test
  void aBodyThatStopsIsAnsweredWith408() {
    String source = field.newSource();
    long seq = field.seq();

    var heard =
        field.attack(
            source,
            field.head("POST", "/v1/chat/completions") + "content-length: 100\r\n\r\n{",
            AT_MOST);

    assertThat(heard.status()).isEqualTo(408);
    assertThat(heard.text()).contains("\"code\":\"request_timeout\"");
    assertThat(heard.closed()).isTrue();
    field.refusalOf(source, seq, "request_timeout");
  }

  @Test
  void aSlowBodyThatStreamsThroughIsEndedToo() {
    String source = field.newSource();
    long seq = field.seq();

    var heard =
        field.attack(
            source, field.head("POST", "/memory/search") + "content-length: 100\r\n\r\n{", AT_MOST);

    assertThat(heard.status()).isEqualTo(408);
    assertThat(heard.closed()).isTrue();
    await()
        .atMost(AT_MOST)
        .untilAsserted(() ->
            assertThat(field.entriesOf(source, seq))
                .anyMatch(e -> e.fact().details().contains("\"ending\":\"request_timeout\"")));
  }

  private static int chats() {
    return (int)
        field.upstream.calls().stream()
            .filter(
                call -> call.path().equals("/v1/chat/completions") && call.body().length() == 100)
            .count();
  }
}
