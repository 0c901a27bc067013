// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.RawSocketClient.Heard;
import java.util.ArrayList;
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

  private record Attempt(String name, String bytes) {}

  /// Outcome of all of these: 400 `malformed_request` in the SDK's shape, the connection closed,
  /// nothing behind it read, nothing forwarded, one entry.
  private static List<Attempt> refusedWithAnAnswer() {
    List<Attempt> all = new ArrayList<>();
    lengths(all);
    lines(all);
    targets(all);
    versions(all);
    return all;
  }

  private static void lengths(List<Attempt> all) {
    header(all, "CL and TE", "content-length: 4\r\ntransfer-encoding: chunked\r\n", "0\r\n\r\n");
    header(all, "TE and CL", "transfer-encoding: chunked\r\ncontent-length: 6\r\n", "0\r\n\r\nX");
    String twice = "transfer-encoding: chunked\r\n".repeat(2);
    header(all, "TE twice", twice, "0\r\n\r\n");
    for (String coding :
        List.of(
            "xchunked",
            "chunked, identity",
            "identity, chunked",
            "identity",
            "gzip, chunked",
            "chunked, chunked",
            "\"chunked\"",
            "chunked;q=1",
            "chunked ,",
            ",chunked",
            "\u000bchunked",
            "")) {
      header(all, "TE: " + coding, "transfer-encoding: " + coding + "\r\n", "0\r\n\r\n");
    }
    header(all, "CL twice, different", "content-length: 0\r\ncontent-length: 5\r\n", "");
    header(all, "CL twice, equal", "content-length: 5\r\ncontent-length: 5\r\n", "aaaaa");
    for (String length :
        List.of("+5", "-1", "5, 5", "5,6", "0x5", "5 5", "5.0", "", "99999999999999999999", "٥")) {
      header(all, "CL: " + length, "content-length: " + length + "\r\n", "aaaaa");
    }
    all.add(
        new Attempt(
            "TE in HTTP/1.0",
            (field.head("POST", CHAT) + "transfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                .replace("HTTP/1.1", "HTTP/1.0")));
    all.add(
        new Attempt(
            "CL and TE in HTTP/1.0",
            (field.head("POST", CHAT)
                    + "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                .replace("HTTP/1.1", "HTTP/1.0")));
  }

  private static void lines(List<Attempt> all) {
    all.add(new Attempt("bare LF everywhere", field.goodRequest().replace("\r\n", "\n")));
    header(all, "bare LF after a header", "x-a: b\n", "");
    header(all, "bare CR in a value", "x-a: b\rtransfer-encoding: chunked\r\n", "");
    header(all, "CR CR LF", "x-a: b\r\r\n", "");
    header(all, "folded header, space", "x-a: b\r\n c\r\n", "");
    header(all, "folded header, tab", "x-a: b\r\n\tcontent-length: 5\r\n", "");
    header(all, "folded coding", "transfer-encoding:\r\n chunked\r\n", "0\r\n\r\n");
    header(all, "space before colon", "content-length : 5\r\n", "aaaaa");
    header(all, "tab before colon", "transfer-encoding\t: chunked\r\n", "0\r\n\r\n");
    header(all, "no colon", "content-length 5\r\n", "aaaaa");
    header(all, "no name", ": 5\r\n", "");
    header(all, "control in a name", "x-\u0001a: b\r\n", "");
    header(all, "NUL in a name", "x\0a: b\r\n", "");
    header(all, "NUL in a value", "x-a: b\0c\r\n", "");
    header(all, "DEL in a value", "x-a: b\u007fc\r\n", "");
    header(all, "non-ASCII in a name", "x-ä: b\r\n", "");
    all.add(
        new Attempt("first header folded", requestLine("GET", "/", "HTTP/1.1") + " a: b\r\n\r\n"));
    all.add(new Attempt("empty lines first", "\r\n\r\n" + field.goodRequest()));
    all.add(new Attempt("NULs first", "\0\0\0" + field.goodRequest()));
    all.add(new Attempt("space first", " " + field.goodRequest()));
    all.add(new Attempt("two spaces", field.goodRequest().replaceFirst(" ", "  ")));
    all.add(new Attempt("tab for space", field.goodRequest().replaceFirst(" ", "\t")));
    all.add(new Attempt("vertical tab for space", field.goodRequest().replaceFirst(" ", "\u000b")));
    all.add(
        new Attempt("space behind the version", field.goodRequest().replaceFirst("1.1", "1.1 ")));
  }

  private static void targets(List<Attempt> all) {
    String path = field.agent.base() + "/v1/models";
    for (String target :
        List.of(
            path + "\0",
            path + "?a=\0",
            path + "\u007f",
            path + "?ü",
            path + "#fragment",
            path + "\t/x",
            "https://localhost" + path,
            "http://evil.example" + path,
            "localhost:443",
            "*",
            "",
            path.substring(1),
            "\\" + path)) {
      all.add(
          new Attempt(
              "target " + target,
              requestLine("GET", target, "HTTP/1.1") + rest(field.goodRequest())));
    }
    all.add(
        new Attempt(
            "CONNECT", requestLine("CONNECT", "evil:443", "HTTP/1.1") + rest(field.goodRequest())));
    all.add(
        new Attempt(
            "lower-case method", requestLine("get", path, "HTTP/1.1") + rest(field.goodRequest())));
    all.add(
        new Attempt(
            "control in the method",
            requestLine("G\u0001T", path, "HTTP/1.1") + rest(field.goodRequest())));
    all.add(new Attempt("no host", field.goodRequest().replace("host: localhost\r\n", "")));
    all.add(new Attempt("empty host", field.goodRequest().replace("localhost", "")));
    for (String host : List.of("a, b", "a/b", "user@a", "a b", "ä")) {
      all.add(new Attempt("host " + host, field.goodRequest().replace("localhost", host)));
    }
    header(all, "two hosts", "host: localhost\r\n", "");
    header(all, "two hosts, different", "Host: evil.example\r\n", "");
  }

  private static void versions(List<Attempt> all) {
    String path = field.agent.base() + "/v1/models";
    for (String version :
        List.of(
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/2.0",
            "HTTP/1.11",
            "http/1.1",
            "HTTP/1.",
            "XTTP/1.1",
            "HTTP/1,1")) {
      all.add(new Attempt(version, requestLine("GET", path, version) + rest(field.goodRequest())));
    }
    all.add(new Attempt("HTTP/0.9 proper", "GET " + path + "\r\n"));
    all.add(new Attempt("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  }

  private static void header(List<Attempt> all, String name, String lines, String body) {
    all.add(new Attempt(name, field.head("POST", CHAT) + lines + "\r\n" + body));
  }

  private static String requestLine(String method, String target, String version) {
    return method + " " + target + " " + version + "\r\n";
  }

  private static String rest(String request) {
    return request.substring(request.indexOf("\r\n") + 2);
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
    String data = "{\"model\":\"offline\"}";
    return List.of(
            "0x5\r\nhello\r\n0\r\n\r\n",
            "-5\r\nhello\r\n0\r\n\r\n",
            "+5\r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "5 \r\nhello\r\n0\r\n\r\n",
            "5 garbage\r\nhello\r\n0\r\n\r\n",
            "5\thello\r\n0\r\n\r\n",
            "\r\n",
            ";\r\n",
            "zz\r\nhello\r\n0\r\n\r\n",
            "80000000\r\nhello\r\n0\r\n\r\n",
            "fffffffff\r\nhello\r\n0\r\n\r\n",
            "100000005\r\nhello\r\n0\r\n\r\n",
            "00000000000000000000005\r\nhello\r\n0\r\n\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5\r\nhelloX\r\n0\r\n\r\n",
            "5\r\nhell\r\n0\r\n\r\n",
            "5;ext\u0000\r\nhello\r\n0\r\n\r\n",
            "5;ext\nhello\r\n0\r\n\r\n",
            "13\r\n" + data + "\r\n0\r\nx : y\r\n\r\n",
            "13\r\n" + data + "\r\n0\r\n folded\r\n\r\n",
            "13\r\n" + data + "\r\n0\n\n")
        .stream()
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
