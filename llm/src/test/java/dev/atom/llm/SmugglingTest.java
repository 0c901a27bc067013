// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.EventKind;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.RawSocketClient.Heard;
import dev.atom.testing.Smuggling;
import dev.atom.testing.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What two readers could understand differently is not read here either, whoever sends it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final String MODELS = "/v1/models";

  private LlmRig rig;
  private TestCa.Identity gate;

  @BeforeAll
  void start(@TempDir Path folder) {
    rig = new LlmRig(folder, List.of(LlmRig.offline()));
    gate = rig.ca.issue("gate");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static String head(String method, String path) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
        + LlmRig.seal(LlmRig.AGENT)
        + "\r\nx-atom-agent-id: "
        + LlmRig.AGENT
        + "\r\n";
  }

  private static String good() {
    return head("GET", MODELS) + "connection: close\r\n\r\n";
  }

  private Heard send(String bytes) {
    try (var client =
        RawSocketClient.tls(rig.ca.context(gate), rig.app.port(), "http/1.1", "127.0.0.1")) {
      boolean _ = client.send(bytes);
      return client.hear(SILENCE);
    }
  }

  private int refusals() {
    return (int)
        rig.trail.events(EventKind.REFUSAL).stream()
            .filter(event -> event.verdict().reason().equals("malformed_request"))
            .count();
  }

  @TestFactory
  List<DynamicTest> everyAttemptIsRefusedAndRecorded() {
    return new Smuggling(head("POST", "/v1/chat/completions"), good(), MODELS)
        .heads().stream()
            .map(a -> DynamicTest.dynamicTest(a.name(), () -> assertRefused(a.bytes())))
            .toList();
  }

  private void assertRefused(String bytes) {
    int before = refusals();

    Heard heard = send(bytes + good());

    assertThat(heard.status()).as(heard.text()).isEqualTo(400);
    assertThat(heard.answers()).as(heard.text()).isEqualTo(1);
    assertThat(heard.closed()).isTrue();
    assertThat(heard.text()).contains("\"code\":\"malformed_request\"");
    assertThat(refusals()).isEqualTo(before + 1);
  }

  @TestFactory
  List<DynamicTest> brokenChunksEndTheConnection() {
    return Smuggling.brokenChunks("{\"model\":\"offline\"}").stream()
        .map(body ->
            DynamicTest.dynamicTest(
                body.replace("\r", "␍").replace("\n", "␊"), () -> assertEnded(body)))
        .toList();
  }

  private void assertEnded(String body) {
    Heard heard =
        send(
            head("POST", "/v1/chat/completions")
                + "transfer-encoding: chunked\r\n\r\n"
                + body
                + good());

    assertThat(heard.closed()).as("connection closed").isTrue();
    assertThat(heard.answers()).as(heard.text()).isLessThan(2);
    assertThat(heard.status()).as(heard.text()).isIn(0, 400);
  }

  @TestFactory
  List<DynamicTest> theHealthQuestionsTakeNoOtherMethod() {
    return List.of("/healthz", "/readyz").stream()
        .map(path ->
            DynamicTest.dynamicTest(
                path,
                () -> {
                  Heard heard = send("POST " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
                  assertThat(heard.status()).isEqualTo(405);
                  assertThat(heard.header("allow")).isEqualTo("GET, HEAD");
                }))
        .toList();
  }
}
