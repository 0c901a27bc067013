// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/// Ships records to a collector as OpenTelemetry log records: OTLP over HTTP, JSON encoding. A
/// record that the collector rejects counts as not written.
public final class OtlpSink implements RecordSink {
  private static final int SEVERITY_INFO = 9;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OtlpConfig config;
  private final HttpClient client;

  public OtlpSink(OtlpConfig config) {
    this.config = config;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.timeout())
            .build();
  }

  @Override
  public SinkKind kind() {
    return SinkKind.OTEL;
  }

  @Override
  public void write(List<AuditRecord> records) {
    var request =
        HttpRequest.newBuilder(config.endpoint())
            .timeout(config.timeout())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body(records)));
    config.authorization().ifPresent(value -> request.header("authorization", value.reveal()));
    try {
      check(client.send(request.build(), BodyHandlers.ofString()), records.size());
    } catch (IOException e) {
      throw refused("does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("was not waited for", e);
    }
  }

  private void check(HttpResponse<String> answer, int sent) {
    if (answer.statusCode() != 200) {
      throw refused("answers with status " + answer.statusCode(), null);
    }
    try {
      JsonNode partial = JSON.readTree(answer.body()).path("partialSuccess");
      long rejected = partial.path("rejectedLogRecords").asLong();
      if (rejected > 0) {
        throw refused(
            "rejects " + rejected + " of " + sent + " records: " + partial.path("errorMessage"),
            null);
      }
    } catch (JacksonException _) {
      // An empty answer, or one in another form, with status 200 has no rejection to tell.
    }
  }

  private AtomException refused(String what, @org.jspecify.annotations.Nullable Exception cause) {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        "the collector at " + config.endpoint() + " " + what + "; records wait until it takes them",
        cause);
  }

  private static String body(List<AuditRecord> records) {
    var body = JSON.createObjectNode();
    var resource = body.putArray("resourceLogs").addObject();
    attribute(resource.putObject("resource").putArray("attributes"), "service.name", "atom");
    var scope = resource.putArray("scopeLogs").addObject();
    scope.putObject("scope").put("name", "dev.atom.audit");
    var logs = scope.putArray("logRecords");
    records.forEach(each -> logRecord(logs.addObject(), each));
    return body.toString();
  }

  private static void logRecord(ObjectNode log, AuditRecord record) {
    ObjectNode json = record.json(SinkKind.OTEL);
    log.put("timeUnixNano", record.unixSeconds() + "000000000");
    log.put("severityNumber", SEVERITY_INFO);
    log.put("severityText", "INFO");
    log.put("eventName", json.path("event_name").asText());
    log.putObject("body").put("stringValue", json.toString());
    var attributes = log.putArray("attributes");
    json.properties()
        .forEach(each -> {
          if (each.getValue().isTextual()) {
            attribute(attributes, each.getKey(), each.getValue().textValue());
          } else {
            var value = attributes.addObject().put("key", each.getKey()).putObject("value");
            value.put("intValue", each.getValue().asText());
          }
        });
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
  }

  @Override
  public void close() {
    client.close();
  }
}
