// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient.Heard;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each bound: what is right at it passes, what is one above is refused and recorded.
class BoundsIT {
  private static final int URI_MAX = 2048;
  private static final int HEADERS_MAX = 16 << 10;
  private static final int PARAMETERS_MAX = 64;
  private static final int BODY_MAX = 10 << 20;
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  @Test
  @Feature("B21")
  void theTarget() {
    String path = "/v1/models?";
    int rest = URI_MAX - field.agent.base().length() - path.length();

    assertPasses(get(path + "a".repeat(rest)));
    assertRefused(get(path + "a".repeat(rest + 1)), 414, "uri_too_long");
    assertRefused(get(path + "a".repeat(10 * URI_MAX)), 414, "uri_too_long");
  }

  @Test
  @Feature("B21")
  void theHeadersTogether() {
    String head = field.head("GET", "/v1/models");
    String lines = head.substring(head.indexOf("\r\n") + 2);
    int without = lines.replace("\r\n", "").length() + "connection: closex-pad: ".length();
    int rest = HEADERS_MAX - without;

    assertPasses(head + "x-pad: " + "a".repeat(rest) + "\r\n\r\n");
    assertRefused(head + "x-pad: " + "a".repeat(rest + 1) + "\r\n\r\n", 431, "headers_too_large");
    assertRefused(head + "x-pad: b\r\n".repeat(3000) + "\r\n", 431, "headers_too_large");
  }

  @Test
  @Feature("B21")
  void theParameters() {
    assertPasses(get("/v1/models?" + parameters(PARAMETERS_MAX)));
    assertRefused(get("/v1/models?" + parameters(PARAMETERS_MAX + 1)), 400, "too_many_parameters");
  }

  private static String parameters(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i).collect(Collectors.joining("&"));
  }

  @Test
  @Feature("B21")
  void theDeclaredBody() {
    assertPasses(post("/v1/chat/completions", body(BODY_MAX)));
    assertRefused(post("/v1/chat/completions", body(BODY_MAX + 1)), 413, "body_too_large");
    assertRefused(
        field.head("POST", "/v1/chat/completions") + "content-length: 999999999999999999\r\n\r\n{",
        413,
        "body_too_large");
    assertRefused(post("/memory/search", body(BODY_MAX + 1)), 413, "body_too_large");
  }

  @Test
  @Feature("B21")
  void theChunkedBody() {
    assertPasses(chunked("/v1/chat/completions", body(BODY_MAX)));
    assertRefused(chunked("/v1/chat/completions", body(BODY_MAX + 1)), 413, "body_too_large");
    assertRefused(chunked("/memory/search", body(BODY_MAX + 1)), 413, "body_too_large");
  }

  private static String body(int size) {
    String head = "{\"model\":\"offline\",\"pad\":\"";
    return head + "a".repeat(size - head.length() - 2) + "\"}";
  }

  private static String get(String rest) {
    return field.head("GET", rest) + "\r\n";
  }

  private static String post(String rest, String body) {
    return field.head("POST", rest) + "content-length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunked(String rest, String body) {
    int half = body.length() / 2;
    return field.head("POST", rest)
        + "transfer-encoding: chunked\r\n\r\n"
        + Integer.toHexString(half)
        + "\r\n"
        + body.substring(0, half)
        + "\r\n"
        + Integer.toHexString(body.length() - half)
        + "\r\n"
        + body.substring(half)
        + "\r\n0\r\n\r\n";
  }

  private static void assertPasses(String request) {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard = field.attack(source, closing(request));

    assertThat(heard.status()).as(shortened(heard)).isEqualTo(200);
    assertThat(field.entriesOf(source, seq))
        .anyMatch(entry -> entry.fact().kind().equals("decision"));
  }

  private static void assertRefused(String request, int status, String code) {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard = field.attack(source, closing(request));

    // The answer may be lost when the close overtakes a large body that is still being sent.
    if (heard.status() != 0 || request.length() < 100_000) {
      assertThat(heard.status()).as(shortened(heard)).isEqualTo(status);
      assertThat(heard.text()).contains("\"code\":\"" + code + "\"");
    }
    assertThat(heard.closed()).isTrue();
    assertThat(recordedReasons(source, seq, code)).isTrue();
    assertThat(field.upstream.calls()).as("upstream calls").hasSize(calls);
  }

  /// A refusal has its entry; a body that grows too large while it streams through has an outcome.
  private static boolean recordedReasons(String source, long seq, String code) {
    org.awaitility.Awaitility.await()
        .atMost(AttackField.PATIENCE)
        .until(() ->
            field.entriesOf(source, seq).stream()
                .anyMatch(entry ->
                    entry.fact().verdict().reason().equals(code)
                        || entry.fact().details().contains("\"ending\":\"" + code + "\"")));
    return true;
  }

  private static String closing(String request) {
    return request.replaceFirst("host: localhost\r\n", "host: localhost\r\nconnection: close\r\n");
  }

  private static String shortened(Heard heard) {
    return heard.text().substring(0, Math.min(600, heard.text().length()));
  }
}
