// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.testing.Feature;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.RawSocketClient.Heard;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever speaks to GATE without TLS, or with an old one.
class PlainHttpIT {
  private static AttackField field;

  @BeforeAll
  static void start() {
    field = new AttackField();
  }

  @AfterAll
  static void stop() {
    field.close();
  }

  private static Heard plain(String source, String bytes) {
    try (var client = RawSocketClient.plain(field.port, source)) {
      boolean _ = client.send(bytes);
      return client.hear(AttackField.PATIENCE);
    }
  }

  @Test
  @Feature("B22")
  void plainHttpLearnsThatHttpsIsNeededAndNothingElse() {
    String source = field.newSource();
    long seq = field.seq();
    int calls = field.upstream.calls().size();

    Heard heard = plain(source, field.goodRequest() + field.goodRequest());

    assertThat(heard.status()).isEqualTo(426);
    assertThat(heard.answers()).isEqualTo(1);
    assertThat(heard.closed()).isTrue();
    assertThat(heard.header("upgrade")).startsWith("TLS/1.3");
    assertThat(heard.header("x-should-retry")).isEqualTo("false");
    assertThat(heard.text())
        .contains("\"code\":\"https_required\"")
        .doesNotContain("Vert", "Netty");
    var entry = field.refusalOf(source, seq, "https_required");
    assertThat(entry.fact().decisionId()).isEqualTo(heard.header("x-atom-decision-id"));
    assertThat(field.entriesOf(source, seq)).hasSize(1);
    assertThat(field.upstream.calls()).hasSize(calls);
  }

  @Test
  @Feature("B22")
  void aForwardedHeaderDoesNotStandInForTls() {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard =
        plain(
            source,
            field.head("GET", "/v1/models")
                + "x-forwarded-proto: https\r\nforwarded: proto=https\r\n\r\n");

    assertThat(heard.status()).isEqualTo(426);
    field.refusalOf(source, seq, "https_required");
  }

  @Test
  void otherPlainBytesGetNoAnswer() {
    String source = field.newSource();
    long seq = field.seq();

    Heard heard = plain(source, "\0\u0001SSH-2.0-probe\r\n");

    assertThat(heard.text()).isEmpty();
    assertThat(heard.closed()).isTrue();
    field.refusalOf(source, seq, "https_required");
    field.assertOthersAreServed();
  }

  @Test
  @Feature("B22")
  void oldTlsFailsInTheHandshake() throws IOException {
    for (String old : new String[] {"TLSv1.2", "TLSv1.1", "TLSv1"}) {
      var factory = field.platform.ca.anonymous().getSocketFactory();
      try (var socket = (SSLSocket) factory.createSocket("localhost", field.port)) {
        socket.setEnabledProtocols(new String[] {old});

        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
      }
    }
    field.assertOthersAreServed();
  }
}
