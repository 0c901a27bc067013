// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.RawSocketClient.Heard;
import dev.atom.testing.Smuggling;
import dev.atom.testing.Smuggling.Attempt;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Bytes that two readers could understand as different requests. Each attempt carries a good
/// credential and has a second, perfectly good request glued behind it, which must never be
/// answered, let alone forwarded, once anything before it was ambiguous.
class SmugglingIT {
  private static final String CHAT = "/v1/chat/completions";
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  /// Outcome of all of these: 400 `malformed_request` in the SDK's shape, the connection closed,
  /// nothing behind it read, nothing forwarded, one entry.
  private static List<Attempt> refusedWithAnAnswer() {
    String path = field.agent.base() + "/v1/models";
    return new Smuggling(field.head("POST", CHAT), field.goodRequest(), path).heads();
  }

  @TestFactory
  List<DynamicTest> everyAttemptIsRefusedAndRecorded() {
    return refusedWithAnAnswer().stream()
        .map(a -> DynamicTest.dynamicTest(a.name(), () -> assertRefused(a)))
        .toList();
  }

  private static void assertRefused(Attempt attempt) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard = field.attack(source, attempt.bytes() + field.goodRequest());

    assertThat(heard.status()).as(heard.text()).isEqualTo(400);
    assertThat(heard.answers()).as(heard.text()).isEqualTo(1);
    assertThat(heard.closed()).as("connection closed").isTrue();
    assertThat(heard.text())
        .contains("\"type\":\"BadRequestError\"", "\"code\":\"malformed_request\"");
    assertThat(heard.header("x-should-retry")).isEqualTo("false");
    var entry = field.refusalOf(source, seq, "malformed_request");
    assertThat(entry.fact().decisionId()).isEqualTo(heard.header("x-atom-decision-id"));
    assertThat(entry.fact().verdict().statusCode()).isEqualTo(400);
    assertThat(field.entriesOf(source, seq)).hasSize(1);
    assertThat(field.upstream.calls()).as("upstream calls").hasSize(calls);
  }

  /// Framing that goes wrong after a good head: 400, or no answer when the connection ends before
  /// it is ready. The entry names the caller.
  @TestFactory
  List<DynamicTest> brokenChunksEndTheConnection() {
    return Smuggling.brokenChunks("{\"model\":\"offline\"}").stream()
        .map(body ->
            DynamicTest.dynamicTest(
                body.replace("\r", "␍").replace("\n", "␊"), () -> assertEnded(body)))
        .toList();
  }

  private static void assertEnded(String body) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard =
        field.attack(
            source,
            field.head("POST", CHAT)
                + "transfer-encoding: chunked\r\n\r\n"
                + body
                + field.goodRequest());

    assertThat(heard.closed()).as("connection closed").isTrue();
    assertThat(heard.answers()).as(heard.text()).isLessThan(2);
    assertThat(heard.status()).as(heard.text()).isIn(0, 400);
    var entry = field.refusalOf(source, seq, "malformed_request");
    assertThat(entry.fact().subject().agentId()).isEqualTo(field.agent.id());
    assertThat(field.entriesOf(source, seq)).hasSize(1);
    assertThat(field.upstream.calls()).as("upstream calls").hasSize(calls);
  }

  /// What is odd but has one meaning only is served, in order, and forwarded in our own words.
  @TestFactory
  List<DynamicTest> whatHasOneMeaningIsServed() {
    String data = "{\"model\":\"offline\"}";
    String chunked = field.head("POST", CHAT) + "transfer-encoding: chunked\r\n\r\n";
    return List.of(
            new Attempt("a chunk extension", chunked + "13;ext=\"1\"\r\n" + data + "\r\n0\r\n\r\n"),
            new Attempt(
                "a chunk size in capitals",
                chunked
                    + "0A\r\n"
                    + data.substring(0, 10)
                    + "\r\n009\r\n"
                    + data.substring(10)
                    + "\r\n0\r\n\r\n"),
            new Attempt("many chunks", chunked + chunks(data) + "0\r\n\r\n"),
            new Attempt(
                "trailers with forbidden fields",
                chunked
                    + "13\r\n"
                    + data
                    + "\r\n0\r\ncontent-length: 5\r\nhost: evil\r\nauthorization: Bearer x\r\n"
                    + "x-atom-agent-id: evil\r\n\r\n"),
            new Attempt(
                "an odd case of header names",
                field.head("POST", CHAT) + "CONTENT-length: 19\r\n\r\n" + data))
        .stream()
        .map(a -> DynamicTest.dynamicTest(a.name(), () -> assertServed(a, data)))
        .toList();
  }

  private static String chunks(String data) {
    var out = new StringBuilder();
    data.chars().forEach(c -> out.append("1\r\n").append((char) c).append("\r\n"));
    return out.toString();
  }

  private static void assertServed(Attempt attempt, String data) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard = field.attack(source, attempt.bytes() + field.goodRequest());

    assertThat(heard.status()).as(heard.text()).isEqualTo(200);
    assertThat(heard.answers()).as(heard.text()).isEqualTo(2);
    var seen = field.upstream.calls().subList(calls, field.upstream.calls().size());
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst().body()).isEqualTo(data);
    assertThat(seen.getFirst().headers()).doesNotContainKeys("transfer-encoding", "trailer");
    assertThat(seen.getFirst().header("content-length")).isEqualTo("19");
    assertThat(seen.getFirst().header("x-atom-agent-id")).isEqualTo(field.agent.id());
    assertThat(field.entriesOf(source, seq))
        .filteredOn(entry -> entry.fact().kind().equals("decision"))
        .hasSize(2);
  }

  @Test
  void http10IsServedAndClosedUnlessItAsksToStay() {
    String source = field.newSource();
    long seq = field.seq();
    String plain = field.head("GET", "/v1/models").replace("HTTP/1.1", "HTTP/1.0");

    Heard left = field.attack(source, plain + "\r\n" + field.goodRequest());
    Heard stayed =
        field.attack(source, plain + "connection: keep-alive\r\n\r\n" + field.goodRequest());

    assertThat(left.status()).isEqualTo(200);
    assertThat(left.answers()).as(left.text()).isEqualTo(1);
    assertThat(stayed.answers()).as(stayed.text()).isEqualTo(2);
    assertThat(field.entriesOf(source, seq))
        .filteredOn(entry -> entry.fact().kind().equals("decision"))
        .hasSize(3);
  }

  @Test
  void garbageIsRefusedAtItsFirstByte() {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard = field.attack(source, "\u0080\u00ffgarbage".repeat(120_000));

    // The answer may be lost when the close overtakes what is still being sent.
    assertThat(heard.status()).isIn(400, 0);
    assertThat(heard.closed()).isTrue();
    field.refusalOf(source, seq, "malformed_request");
    field.assertOthersAreServed();
  }

  @Test
  void aBadRequestBehindAGoodOneDoesNotTakeItsAnswer() {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard =
        field.attack(
            source,
            field.head("GET", "/v1/models")
                + "\r\n"
                + field.head("POST", CHAT)
                + "content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
                + field.goodRequest());

    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.answers()).as(heard.text()).isEqualTo(2);
    assertThat(heard.text()).contains("HTTP/1.1 400 ");
    field.refusalOf(source, seq, "malformed_request");
  }
}
