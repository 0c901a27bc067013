// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.EventKind;
import dev.atom.gate.admission.LimitReading;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.listener.BareUpstream.Then;
import dev.atom.gate.record.CountedRefusals;
import dev.atom.testing.Http2Frames;
import dev.atom.testing.RawSocketClient.Heard;
import dev.atom.testing.TestCa;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ends of an exchange that nobody plans: each is answered, put on record once, and leaves nothing
/// open.
class ExchangeTest {
  private static final Duration SILENCE = Duration.ofMillis(1500);
  private static final String NOWHERE = "localhost:1";

  @TempDir Path folder;
  private TestCa ca;

  @BeforeEach
  void authority() {
    ca = TestCa.create(folder, "ca");
  }

  private static Heard ask(GateHarness gate, String request) {
    try (var client = gate.client("http/1.1")) {
      boolean _ = client.send(request);
      return client.hear(SILENCE);
    }
  }

  private static AuditEvent outcome(GateHarness gate, String ending) {
    AuditEvent outcome = gate.entry(EventKind.OUTCOME);
    assertThat(outcome.details()).contains("\"ending\":\"" + ending + "\"");
    assertThat(gate.listener.underWay()).isZero();
    return outcome;
  }

  @Test
  void aDefectBeforeTheDecisionIsAnsweredAndRecorded() {
    var broken = Duration.ofSeconds(30);
    try (var gate =
        new GateHarness(
            ca,
            NOWHERE,
            (_, _, _) -> {
              throw new IllegalStateException("what only we may know");
            },
            broken)) {
      Heard heard = ask(gate, GateHarness.head("GET", "/files"));

      assertThat(heard.status()).isEqualTo(500);
      assertThat(heard.text()).contains("internal_error").doesNotContain("what only we may know");
      AuditEvent refusal = gate.entry(EventKind.REFUSAL);
      assertThat(refusal.verdict().reason()).isEqualTo("internal_error");
      assertThat(refusal.subject().agentId()).isEqualTo(GateHarness.AGENT);
    }
  }

  @Test
  void aDefectAfterTheDecisionIsAnsweredAndIsItsOutcome() {
    try (var gate = new GateHarness(ca, "no host at all")) {
      Heard heard = ask(gate, GateHarness.head("GET", "/files"));

      assertThat(heard.status()).isEqualTo(500);
      assertThat(outcome(gate, "internal_error").verdict().statusCode()).isEqualTo(500);
    }
  }

  @Test
  void anUpstreamThatIsDownIsARefusalAndItsOutcome() {
    try (var gate = new GateHarness(ca, NOWHERE)) {
      Heard heard = ask(gate, GateHarness.head("GET", "/files"));

      assertThat(heard.status()).isEqualTo(502);
      assertThat(heard.text()).contains("upstream_unavailable");
      assertThat(outcome(gate, "upstream_unavailable").verdict().statusCode()).isEqualTo(502);
    }
  }

  @Test
  void anAnswerThatBreaksOffBeforeItsHeadIsRecordedAsItWasTold() {
    String says =
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\ncontent-encoding: gzip\r\netag: x\r\n\r\nten bytes.";
    try (var upstream = new BareUpstream(ca, says, Then.CLOSES);
        var gate = new GateHarness(ca, upstream.service())) {
      Heard heard = ask(gate, GateHarness.head("GET", "/files"));

      assertThat(heard.status()).isEqualTo(502);
      assertThat(heard.header("content-encoding")).isEmpty();
      assertThat(heard.header("etag")).isEmpty();
      assertThat(heard.header("x-atom-decision-id")).isNotEmpty();
      assertThat(outcome(gate, "upstream_broke").verdict().statusCode()).isEqualTo(502);
    }
  }

  @Test
  void aBodyThatIsTooSlowAfterTheAnswerBeganBreaksTheAnswerOff() {
    String says = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nbegun\r\n";
    try (var upstream = new BareUpstream(ca, says, Then.LISTENS);
        var gate =
            new GateHarness(
                ca,
                upstream.service(),
                new dev.atom.gate.admission.LocalRateLimiter(1),
                Duration.ofMillis(500))) {
      Heard heard = ask(gate, GateHarness.head("POST", "/files", "content-length: 50") + "half");

      assertThat(heard.text()).contains("begun");
      assertThat(heard.closed()).isTrue();
      assertThat(outcome(gate, "request_timeout").verdict().statusCode()).isEqualTo(200);
      assertThat(upstream.wasLeft()).isTrue();
    }
  }

  @Test
  void anAnswerBeforeTheWholeBodyFreesTheUpstream() {
    String says = "HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno";
    try (var upstream = new BareUpstream(ca, says, Then.LISTENS);
        var gate = new GateHarness(ca, upstream.service())) {
      Heard heard = ask(gate, GateHarness.head("POST", "/files", "content-length: 50") + "half");

      assertThat(heard.status()).isEqualTo(413);
      assertThat(heard.closed()).isTrue();
      assertThat(upstream.wasLeft()).isTrue();
      outcome(gate, "complete");
    }
  }

  @Test
  void whatIsOfOneConnectionAndWhoClaimsToBeSomebodyDoesNotCross() {
    String says =
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: x-hop\r\nx-hop: 1\r\nx-stays: 1\r\n"
            + "alt-svc: h3=\":444\"\r\nset-cookie: a=b\r\nx_atom_decision_id: forged\r\n\r\nok";
    try (var upstream = new BareUpstream(ca, says, Then.LISTENS);
        var gate = new GateHarness(ca, upstream.service())) {
      String request =
          GateHarness.head(
              "GET",
              "/files",
              "connection: keep-alive, X-Hop",
              "x-hop: 1",
              "x-stays: 1",
              "x_user_id: forged",
              "x_api_key: forged",
              "x-copy: " + GateHarness.TOKEN);

      String heard = ask(gate, request).text();

      assertThat(heard).contains("200 OK").contains("x-stays").doesNotContain("forged");
      assertThat(heard).doesNotContain("x-hop").doesNotContain("alt-svc").doesNotContain("a=b");
      assertThat(upstream.heads())
          .singleElement()
          .satisfies(head -> {
            assertThat(head).contains("x-stays").contains("x-atom-agent-id: " + GateHarness.AGENT);
            assertThat(head).doesNotContain("x-hop").doesNotContain("forged");
            assertThat(head).doesNotContain(GateHarness.TOKEN);
          });
      assertThat(gate.entry(EventKind.DECISION).payload()).doesNotContain(GateHarness.TOKEN);
    }
  }

  @Test
  void aDecisionThatCouldNotBeRecordedInTimeHasAnOutcome() {
    try (var gate = new GateHarness(ca, NOWHERE)) {
      gate.trail.refuses = event -> event.kind() == EventKind.DECISION;

      Heard heard = ask(gate, GateHarness.head("GET", "/files"));

      assertThat(heard.status()).isEqualTo(503);
      assertThat(heard.text()).contains("audit_unavailable");
      assertThat(outcome(gate, "audit_unavailable").verdict().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void whoWaitsToBeToldToSendItsBodyIsTold() {
    try (var gate = new GateHarness(ca, NOWHERE);
        var client = gate.client("http/1.1")) {
      boolean _ =
          client.send(
              GateHarness.head("POST", "/v1/x", "content-length: 2", "expect: 100-continue"));
      assertThat(client.hear(Duration.ofSeconds(1)).status()).isEqualTo(100);
      boolean _ = client.send("{}");
      assertThat(client.hear(SILENCE).status()).isEqualTo(400);
    }
  }

  @Test
  void whoWaitsToBeToldAndIsRefusedLosesTheConnection() {
    try (var gate = new GateHarness(ca, NOWHERE)) {
      String request =
          "POST /x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n";

      Heard heard = ask(gate, request);

      assertThat(heard.status()).isEqualTo(401);
      assertThat(heard.closed()).isTrue();
    }
  }

  private static byte[] block(String method, String... more) {
    var fields = new java.util.ArrayList<>(List.of(":method", method));
    fields.addAll(List.of(more));
    fields.addAll(List.of("authorization", "Bearer " + GateHarness.TOKEN));
    return Http2Frames.block(fields);
  }

  @Test
  void aStreamThatIsResetWithinItsBodyIsRecorded() {
    byte[] head =
        block(
            "POST",
            ":scheme",
            "https",
            ":authority",
            "localhost",
            ":path",
            GateHarness.BASE + "/v1/chat/completions");
    try (var gate = new GateHarness(ca, NOWHERE);
        var client = gate.client("h2")) {
      byte[] half = "{\"model\":".getBytes(StandardCharsets.US_ASCII);
      boolean _ =
          client.send(
              Http2Frames.begin()
                  .frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, head)
                  .frame(Http2Frames.DATA, 0, 1, half)
                  .bytes());
      client.hear(Duration.ofMillis(500));
      boolean _ = client.send(reset());

      AuditEvent refusal = gate.entry(EventKind.REFUSAL);
      assertThat(refusal.verdict().reason()).isEqualTo("malformed_request");
      assertThat(refusal.subject().agentId()).isEqualTo(GateHarness.AGENT);
    }
  }

  /// RST_STREAM of stream 1, CANCEL.
  private static byte[] reset() {
    return new byte[] {0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8};
  }

  @Test
  void aConnectWithoutATargetIsRefusedAndRecorded() {
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;
    try (var gate = new GateHarness(ca, NOWHERE);
        var client = gate.client("h2")) {
      byte[] head = block("CONNECT", ":authority", "localhost");
      boolean _ =
          client.send(Http2Frames.begin().frame(Http2Frames.HEADERS, ends, 1, head).bytes());

      assertThat(Http2Frames.read(client.hear(SILENCE).text()))
          .anyMatch(frame -> frame.type() == Http2Frames.DATA);
      assertThat(gate.entry(EventKind.REFUSAL).verdict().reason()).isEqualTo("malformed_request");
    }
  }

  @Test
  void aStreamThatTheCodecRefusesIsRecorded() {
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;
    try (var gate = new GateHarness(ca, NOWHERE);
        var client = gate.client("h2")) {
      byte[] head =
          block(
              "GET",
              ":scheme",
              "https",
              ":authority",
              "localhost",
              ":path",
              GateHarness.BASE + "/files",
              "X-Upper",
              "1");
      boolean _ =
          client.send(Http2Frames.begin().frame(Http2Frames.HEADERS, ends, 1, head).bytes());

      assertThat(Http2Frames.read(client.hear(SILENCE).text()))
          .anyMatch(frame -> frame.type() == Http2Frames.RST_STREAM);
      AuditEvent refusal = gate.entry(EventKind.REFUSAL);
      assertThat(refusal.verdict().reason()).isEqualTo("malformed_request");
      assertThat(refusal.details()).contains("PROTOCOL_ERROR");
    }
  }

  @Test
  void theHealthQuestionsTakeNoOtherMethod() {
    try (var gate = new GateHarness(ca, NOWHERE)) {
      for (String path : List.of("/healthz", "/readyz")) {
        for (String method : List.of("GET", "HEAD")) {
          assertThat(
                  ask(gate, method + " " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n").status())
              .isEqualTo(200);
        }
        for (String method : List.of("POST", "DELETE", "OPTIONS", "BREW")) {
          Heard heard = ask(gate, method + " " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");

          assertThat(heard.status()).isEqualTo(405);
          assertThat(heard.header("allow")).isEqualTo("GET, HEAD");
          String id = heard.header("x-atom-decision-id");
          AuditEvent entry = gate.trail.await(event -> event.decisionId().equals(id));
          assertThat(entry.verdict().reason()).isEqualTo("method_not_allowed");
          assertThat(entry.call().path()).isEqualTo(path);
        }
      }
    }
  }

  @Test
  void aGoodTokenBuysNoEntryPerRefusal() {
    RateLimiter exhausted = (key, _, then) -> then.accept(new LimitReading(false, 60, 0, 30));
    try (var gate = new GateHarness(ca, NOWHERE, exhausted, SILENCE);
        var client = gate.client("http/1.1")) {
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        boolean _ = client.send(GateHarness.head("GET", "/files"));
        Heard heard = client.hear(Duration.ofMillis(300));
        assertThat(heard.status()).isEqualTo(429);
        told.add(heard.header("x-atom-decision-id"));
      }

      assertThat(gate.trail.events()).hasSize(CountedRefusals.CALLER_ENTRIES_PER_SECOND);
      assertThat(gate.counted.drain())
          .hasSize(1)
          .allSatisfy((row, count) -> {
            assertThat(row.reason()).isEqualTo("rate_limit_exceeded");
            assertThat(row.who().agentId()).isEqualTo(GateHarness.AGENT);
            assertThat(count.number()).isEqualTo(50L - CountedRefusals.CALLER_ENTRIES_PER_SECOND);
            assertThat(told.getLast()).isEqualTo(count.id().toString());
          });
    }
  }

  @Test
  void whatWaitsForItsBodyIsUnderWay() {
    try (var gate = new GateHarness(ca, NOWHERE);
        var client = gate.client("http/1.1")) {
      boolean _ = client.send(GateHarness.head("POST", "/v1/x", "content-length: 2"));
      client.hear(Duration.ofMillis(300));
      assertThat(gate.listener.underWay()).isEqualTo(1);

      boolean _ = client.send("{}");
      assertThat(client.hear(SILENCE).status()).isEqualTo(400);
      assertThat(gate.listener.underWay()).isZero();
    }
  }
}
