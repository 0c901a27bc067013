// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.store.AuditQuery;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.RawSocketClient.Heard;
import dev.atom.testing.Smuggling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What two readers could understand differently is not read by the control plane either.
class SmugglingTest {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final String USERS = "/api/users";

  private final Studio studio = Studio.shared();

  private String head(String method, String path) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
        + studio.admin()
        + "\r\n";
  }

  private String good() {
    return head("GET", USERS) + "connection: close\r\n\r\n";
  }

  private Heard send(String bytes) {
    try (var client =
        RawSocketClient.tls(studio.ca.anonymous(), studio.port(), "http/1.1", "127.0.0.1")) {
      boolean _ = client.send(bytes);
      return client.hear(SILENCE);
    }
  }

  @TestFactory
  List<DynamicTest> everyAttemptIsRefusedAndRecorded() {
    return new Smuggling(head("POST", "/api/domains"), good(), USERS)
        .heads().stream()
            .map(a -> DynamicTest.dynamicTest(a.name(), () -> assertRefused(a.bytes())))
            .toList();
  }

  private void assertRefused(String bytes) {
    Heard heard = send(bytes + good());

    assertThat(heard.status()).as(heard.text()).isEqualTo(400);
    assertThat(heard.answers()).as(heard.text()).isEqualTo(1);
    assertThat(heard.closed()).isTrue();
    assertThat(heard.text()).contains("\"code\":\"malformed_request\"");
    String id = heard.header("x-atom-decision-id");
    assertThat(studio.trail.page(AuditQuery.newest(10).with(new AuditQuery.What("", "", "", id))))
        .singleElement()
        .satisfies(entry -> assertThat(entry.fact().call().path()).isEmpty());
  }

  @TestFactory
  List<DynamicTest> brokenChunksEndTheConnection() {
    return Smuggling.brokenChunks("{\"name\":\"smuggled\"}").stream()
        .map(body ->
            DynamicTest.dynamicTest(
                body.replace("\r", "␍").replace("\n", "␊"), () -> assertEnded(body)))
        .toList();
  }

  private void assertEnded(String body) {
    Heard heard =
        send(head("POST", "/api/domains") + "transfer-encoding: chunked\r\n\r\n" + body + good());

    assertThat(heard.closed()).as("connection closed").isTrue();
    assertThat(heard.answers()).as(heard.text()).isLessThan(2);
    assertThat(heard.status()).as(heard.text()).isIn(0, 400);
    assertThat(studio.rows("select 1 from domains where name = 'smuggled'")).isEmpty();
  }

  @Test
  void theHealthQuestionsTakeNoOtherMethod() {
    for (String path : List.of("/healthz", "/readyz")) {
      assertThat(send("HEAD " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n").status())
          .isEqualTo(200);
      assertThat(send("POST " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n").status())
          .isEqualTo(405);
    }
  }
}
