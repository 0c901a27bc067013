// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Http2Frames;
import dev.atom.testing.Http2Frames.Frame;
import dev.atom.testing.RawSocketClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Floods of HTTP/2 frames, in bounded numbers, and requests that HTTP/1 could not carry. A flood
/// ends its own connection with GOAWAY and leaves an entry; everybody else is served meanwhile and
/// afterwards.
class Http2FloodIT {
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final int FLOW_CONTROL_ERROR = 3;
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final long MEMORY_MAX = 64L << 20;
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  private static List<String> request(String method, String path, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                ":method", method, ":scheme", "https", ":authority", "localhost", ":path", path));
    fields.addAll(List.of("authorization", "Bearer " + field.agent.token()));
    fields.addAll(List.of(more));
    return fields;
  }

  private static byte[] get() {
    return Http2Frames.block(request("GET", field.agent.base() + "/v1/models"));
  }

  private record Heard(List<Frame> frames, boolean closed) {
    /// The error code of the last GOAWAY; -1 without one.
    int goAway() {
      return frames.stream()
          .filter(f -> f.type() == Http2Frames.GOAWAY && f.error() != 0)
          .mapToInt(Frame::error)
          .findFirst()
          .orElse(-1);
    }

    List<Frame> of(int type) {
      return frames.stream().filter(f -> f.type() == type).toList();
    }
  }

  private static Heard send(String source, Http2Frames frames) {
    try (var client =
        RawSocketClient.tls(field.platform.ca.anonymous(), field.port, "h2", source)) {
      boolean _ = client.send(frames.bytes());
      field.assertOthersAreServed();
      var heard = client.hear(SILENCE);
      return new Heard(Http2Frames.read(heard.text()), heard.closed());
    }
  }

  private static void assertEnded(Http2Frames frames, int error) {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard = send(source, frames);

    assertThat(heard.goAway()).as("%s", heard.frames()).isEqualTo(error);
    assertThat(heard.closed()).isTrue();
    field.refusalOf(source, seq, "malformed_request");
    field.assertOthersAreServed();
  }

  @Test
  void aRequestInOrderIsServed() {
    String source = field.newSource();
    long seq = field.seq();
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;

    Heard heard = send(source, Http2Frames.begin().frame(Http2Frames.HEADERS, ends, 1, get()));

    assertThat(heard.of(Http2Frames.DATA)).isNotEmpty();
    assertThat(heard.goAway()).isEqualTo(-1);
    assertThat(field.entriesOf(source, seq))
        .anyMatch(entry -> entry.fact().kind().equals("decision"));
  }

  @Test
  void rapidReset() {
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;
    var frames = Http2Frames.begin();
    for (int i = 0; i < 400; i++) {
      frames.frame(Http2Frames.HEADERS, ends, 1 + 2 * i, get());
      frames.number(Http2Frames.RST_STREAM, 1 + 2 * i, 8);
    }

    assertEnded(frames, ENHANCE_YOUR_CALM);
  }

  @Test
  void aFloodOfSettings() {
    var frames = Http2Frames.begin();
    for (int i = 0; i < 1_000; i++) {
      frames.frame(Http2Frames.SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 100});
    }

    assertEnded(frames, ENHANCE_YOUR_CALM);
  }

  @Test
  void aFloodOfPings() {
    var frames = Http2Frames.begin();
    for (int i = 0; i < 1_000; i++) {
      frames.frame(Http2Frames.PING, 0, 0, new byte[8]);
    }

    assertEnded(frames, ENHANCE_YOUR_CALM);
  }

  @Test
  void aFloodOfContinuations() {
    var frames = Http2Frames.begin().frame(Http2Frames.HEADERS, 0, 1, get());
    byte[] more = Http2Frames.block(List.of("x-a", "b"));
    for (int i = 0; i < 1_000; i++) {
      frames.frame(Http2Frames.CONTINUATION, 0, 1, more);
    }

    assertEnded(frames, ENHANCE_YOUR_CALM);
  }

  @Test
  void emptyDataWithoutEnd() {
    var frames =
        Http2Frames.begin()
            .frame(
                Http2Frames.HEADERS,
                Http2Frames.END_HEADERS,
                1,
                Http2Frames.block(request("POST", field.agent.base() + "/v1/chat/completions")));
    for (int i = 0; i < 1_000; i++) {
      frames.frame(Http2Frames.DATA, 0, 1);
    }

    assertEnded(frames, ENHANCE_YOUR_CALM);
  }

  @Test
  void anOverflowingWindow() {
    var frames = Http2Frames.begin();
    frames.number(Http2Frames.WINDOW_UPDATE, 0, Integer.MAX_VALUE);
    frames.number(Http2Frames.WINDOW_UPDATE, 0, Integer.MAX_VALUE);

    assertEnded(frames, FLOW_CONTROL_ERROR);
  }

  @Test
  void aThousandStreamsAtOnce() {
    var frames = Http2Frames.begin();
    byte[] post = Http2Frames.block(request("POST", field.agent.base() + "/v1/chat/completions"));
    for (int i = 0; i < 1_000; i++) {
      frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1 + 2 * i, post);
    }
    String source = field.newSource();
    long seq = field.seq();
    int calls = chats();

    Heard heard = send(source, frames);

    // Above a hundred each stream is refused, until so many refusals end the connection.
    boolean refused =
        heard.of(Http2Frames.RST_STREAM).stream().anyMatch(f -> f.error() == REFUSED_STREAM);
    assertThat(refused || heard.goAway() == ENHANCE_YOUR_CALM).as("%s", heard.frames()).isTrue();
    if (heard.closed()) {
      field.refusalOf(source, seq, "malformed_request");
    }
    assertThat(chats() - calls).as("bystanders alone").isLessThanOrEqualTo(1);
    field.assertOthersAreServed();
  }

  @Test
  void aHeaderListThatUnfolds() {
    // One large entry goes into the table; a byte each calls it up again.
    String source = field.newSource();
    long before = used();
    byte[] first = get();
    byte[] bomb = new byte[first.length + 4_000 + 12_000];
    System.arraycopy(first, 0, bomb, 0, first.length);
    byte[] entry = indexed("x-bomb", "b".repeat(3_900));
    System.arraycopy(entry, 0, bomb, first.length, entry.length);
    int at = first.length + entry.length;
    byte[] whole = java.util.Arrays.copyOf(bomb, at + 12_000);
    java.util.Arrays.fill(whole, at, whole.length, (byte) (0x80 | 62));
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;

    Heard heard = send(source, Http2Frames.begin().frame(Http2Frames.HEADERS, ends, 1, whole));

    boolean refused = !heard.of(Http2Frames.RST_STREAM).isEmpty() || heard.goAway() > 0;
    assertThat(refused || status(heard).equals("431")).as("%s", heard.frames()).isTrue();
    assertThat(used() - before).isLessThan(MEMORY_MAX);
    field.assertOthersAreServed();
  }

  private static byte[] indexed(String name, String value) {
    byte[] literal = Http2Frames.block(List.of(name, value));
    literal[0] = 0x40;
    return literal;
  }

  private static String status(Heard heard) {
    return heard.of(Http2Frames.HEADERS).stream()
        .map(Frame::payload)
        .filter(text -> text.contains("431"))
        .map(_ -> "431")
        .findFirst()
        .orElse("");
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static int chats() {
    return (int)
        field.upstream.calls().stream()
            .filter(call -> call.path().equals("/v1/chat/completions"))
            .count();
  }

  /// Outcome of all of these: the stream or the connection is refused, and nothing is forwarded.
  @TestFactory
  List<DynamicTest> whatHttp1CouldNotCarryIsNotForwarded() {
    String path = field.agent.base() + "/memory/x";
    return List.of(
            request("GET", path + " HTTP/1.1\r\nx-smuggled: 1\r\n\r\nGET /"),
            request("GET", path + "?a=b\r\nx-smuggled: 1"),
            request("GET", path + "\0"),
            request("GET", path + "#x"),
            request("GET", "https://localhost" + path),
            request("GET", "*"),
            request("GET", ""),
            request("GET / HTTP/1.1\r\nx:", path),
            request("get\u0001", path),
            request("GET", path, "x-a", "b\r\nx-smuggled: 1"),
            request("GET", path, "x-a", "b\nx-smuggled: 1"),
            request("GET", path, "x-a", "b\0c"),
            request("GET", path, "x-a\r\nx-smuggled", "1"),
            request("GET", path, "x-a: b", "1"),
            request("GET", path, "X-Upper", "1"),
            request("GET", path, "", "1"),
            request("GET", path, "transfer-encoding", "chunked"),
            request("GET", path, "connection", "x-atom-agent-id"),
            request("GET", path, "upgrade", "h2c"),
            request("GET", path, ":path", "/healthz"),
            request("GET", path, ":unknown", "1"),
            request("GET", path, "content-length", "5"),
            request("GET", path, "host", "evil.example"))
        .stream()
        .map(fields ->
            DynamicTest.dynamicTest(
                fields.get(1) + " " + fields.get(7) + " " + fields.subList(10, fields.size()),
                () -> assertNotForwarded(fields)))
        .toList();
  }

  private static void assertNotForwarded(List<String> fields) {
    String source = field.newSource();
    long before = memories();
    int ends = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;

    Heard heard =
        send(
            source,
            Http2Frames.begin().frame(Http2Frames.HEADERS, ends, 1, Http2Frames.block(fields)));

    assertThat(memories()).as("%s", heard.frames()).isEqualTo(before);
    boolean refused =
        heard.goAway() > 0
            || heard.closed()
            || !heard.of(Http2Frames.RST_STREAM).isEmpty()
            || !heard.of(Http2Frames.HEADERS).isEmpty();
    assertThat(refused).as("%s", heard.frames()).isTrue();
  }

  private static long memories() {
    return field.upstream.calls().stream().filter(c -> c.path().startsWith("/memory")).count();
  }
}
