// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpServer;
import dev.atom.base.AtomException;
import dev.atom.base.Secret;
import dev.atom.testing.Feature;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Feature("C14")
final class OtlpSinkTest {
  private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
  private final AtomicReference<String> authorization = new AtomicReference<>("");
  private volatile int status = 200;
  private volatile String answer = "{}";
  private HttpServer collector;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/logs",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  @Test
  void whatArrivesIsReadByThePublishedDefinitionOfTheProtocol() throws IOException {
    try (var sink = sink()) {
      sink.write(List.of(Samples.plain(0), Samples.dirty()));
    }

    var request = ExportLogsServiceRequest.newBuilder();
    JsonFormat.parser().merge(bodies.element(), request);
    var resource = request.getResourceLogs(0);
    assertThat(resource.getResource().getAttributes(0).getValue().getStringValue())
        .isEqualTo("atom");
    List<LogRecord> logs = resource.getScopeLogs(0).getLogRecordsList();
    assertThat(logs).hasSize(2);
    assertThat(logs.getFirst().getTimeUnixNano()).isEqualTo(1_790_000_000_000_000_000L);
    assertThat(logs.getFirst().getEventName()).isEqualTo("query_executed");
    assertThat(logs.getFirst().getAttributesList())
        .extracting(KeyValue::getKey)
        .contains("event_id", "seq", "sink");
    assertThat(logs)
        .allSatisfy(log -> assertThat(Schema.complaints(log.getBody().getStringValue())).isEmpty());
    assertThat(authorization.get()).isEqualTo("Basic c29tZXRoaW5n");
  }

  @Test
  void aRecordThatTheCollectorRejectsCountsAsNotWritten() {
    answer = "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"too old\"}}";
    try (var sink = sink()) {
      assertThatThrownBy(() -> sink.write(List.of(Samples.plain(0))))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("rejects 1 of 1")
          .hasMessageContaining("too old");
    }
  }

  @Test
  void aCollectorThatRefusesIsNamedWithoutTheSecret() {
    status = 503;
    try (var sink = sink()) {
      assertThatThrownBy(() -> sink.write(List.of(Samples.plain(0))))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("status 503")
          .hasMessageContaining("/v1/logs")
          .hasMessageNotContaining("c29tZXRoaW5n");
    }
  }

  @Test
  void aCollectorThatIsAwayIsAnError() {
    collector.stop(0);
    try (var sink = sink()) {
      assertThatThrownBy(() -> sink.write(List.of(Samples.plain(0))))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void anAuthorizationIsNotSentUnencryptedToAnotherMachine() {
    assertThatThrownBy(() ->
            new OtlpConfig(
                URI.create("http://collector:4318/v1/logs"),
                Optional.of(Secret.of("Basic c29tZXRoaW5n")),
                Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use https");
  }

  private OtlpSink sink() {
    return new OtlpSink(
        new OtlpConfig(
            URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/logs"),
            Optional.of(Secret.of("Basic c29tZXRoaW5n")),
            Duration.ofSeconds(10)));
  }
}
