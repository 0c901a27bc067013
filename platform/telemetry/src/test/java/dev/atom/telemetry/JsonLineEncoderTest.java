// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

final class JsonLineEncoderTest {
  @Test
  void writesOneObjectWithTheEventsPairs() throws IOException {
    var event = event("hello\n{\"forged\":1}", null);
    event.setKeyValuePairs(
        List.of(
            new KeyValuePair("event", "ready"),
            new KeyValuePair("port", 8443),
            new KeyValuePair("tls", true),
            new KeyValuePair("key", "Bearer eyJhbGciOiJSUzI1NiJ9.aaaa.bbbb")));

    JsonNode line = encode(event);

    assertThat(line.get("msg").asText()).isEqualTo("hello\n{\"forged\":1}");
    assertThat(line.get("event").asText()).isEqualTo("ready");
    assertThat(line.get("port").asInt()).isEqualTo(8443);
    assertThat(line.get("tls").asBoolean()).isTrue();
    assertThat(line.get("key").asText()).isEqualTo("Bearer ***");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("ts").asText()).endsWith("Z");
    assertThat(line.has("error")).isFalse();
  }

  @Test
  void writesTheErrorWithItsCauses() throws IOException {
    JsonNode line =
        encode(event("broke", new IllegalStateException("outer", new IOException("inner"))));

    assertThat(line.get("error").asText()).isEqualTo("java.lang.IllegalStateException: outer");
    assertThat(line.get("stack").asText())
        .contains("JsonLineEncoderTest", "\ncaused by java.io.IOException: inner");
  }

  @Test
  void isWhatLogbackUsesByDefault() throws IOException {
    var captured = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try {
      System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
      LoggerFactory.getLogger("x").atInfo().addKeyValue("event", "started").log("one line");
    } finally {
      System.setOut(before);
    }

    String text = captured.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(text).get("event").asText()).isEqualTo("started");
  }

  private static LoggingEvent event(String message, @Nullable Throwable error) {
    var context = new LoggerContext();
    return new LoggingEvent(
        "fqcn", context.getLogger("dev.atom.x"), Level.WARN, message, error, new Object[0]);
  }

  private static JsonNode encode(LoggingEvent event) throws IOException {
    byte[] bytes = new JsonLineEncoder().encode(event);
    assertThat(new String(bytes, StandardCharsets.UTF_8).lines()).hasSize(1);
    return new ObjectMapper().readTree(bytes);
  }
}
