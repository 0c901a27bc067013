// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atom.telemetry.AccessEntry.Caller;
import dev.atom.telemetry.AccessEntry.Outcome;
import dev.atom.telemetry.AccessEntry.Policy;
import dev.atom.telemetry.AccessEntry.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AccessLogTest {
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZ2VudCJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

  @Test
  void writesEveryFieldOfEveryExchange() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var log = new AccessLog(out, 1000)) {
      log.start();
      for (int i = 0; i < 500; i++) {
        log.write(entry("/v1/models", 200 + i, Policy.ALLOW));
      }
    }

    List<JsonNode> lines = lines(out);
    assertThat(lines).hasSize(500);
    for (JsonNode line : lines) {
      List<String> names = new ArrayList<>();
      line.fieldNames().forEachRemaining(names::add);
      assertThat(names)
          .containsExactly(
              "ts",
              "level",
              "event",
              "method",
              "path",
              "status",
              "latency_ms",
              "remote_ip",
              "request_id",
              "decision_id",
              "token_type",
              "agent_id",
              "domain_id",
              "policy_allow",
              "reason",
              "user_agent");
    }
    assertThat(lines.getFirst().toString())
        .isEqualTo(
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"INFO\",\"event\":\"access\","
                + "\"method\":\"GET\",\"path\":\"/v1/models\",\"status\":200,\"latency_ms\":1.205,"
                + "\"remote_ip\":\"::1\",\"request_id\":\"r\",\"decision_id\":\"d\","
                + "\"token_type\":\"agent\",\"agent_id\":\"a\",\"domain_id\":\"b\","
                + "\"policy_allow\":true,\"reason\":\"\",\"user_agent\":\"curl\\n\\\"é😀?\"}");
    assertThat(lines.get(499).get("level").asText()).isEqualTo("ERROR");
  }

  @Test
  void neverWritesQueryStringsOrTokens() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var log = new AccessLog(out, 10)) {
      log.start();
      log.write(entry("/v1/models?token=" + TOKEN, 403, Policy.DENY));
      log.write(entry("/x/" + TOKEN + "/y", 401, Policy.NOT_ASKED));
      log.write(entry("/k/vk-0123456789abcdef0123456789abcdef", 401, Policy.NOT_ASKED));
    }

    assertThat(lines(out))
        .extracting(line -> line.get("path").asText())
        .containsExactly("/v1/models", "/x/***/y", "/k/***");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("eyJ", "token=", "0123456789");
  }

  @Test
  void countsAndReportsWhatItHadToDrop() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var gate = new CountDownLatch(1);
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] b, int from, int length) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            bytes.write(b, from, length);
          }
        };

    try (var log = new AccessLog(slow, 4)) {
      log.start();
      log.write(entry("/0", 200, Policy.ALLOW));
      Awaitility.await().until(() -> fill(log) > 10);
      gate.countDown();
    }

    long missing =
        lines(bytes).stream()
            .filter(line -> line.get("event").asText().equals("access_log_dropped"))
            .mapToLong(line -> line.get("count").asLong())
            .sum();
    assertThat(missing).isGreaterThan(10);
  }

  private static long fill(AccessLog log) {
    log.write(entry("/1", 200, Policy.ALLOW));
    return log.dropped();
  }

  private static AccessEntry entry(String path, int status, Policy policy) {
    return new AccessEntry(
        1_767_225_600_000L,
        new Request("GET", path, "::1", "curl\n\"é😀\ud83d"),
        new Caller("agent", "a", "b"),
        new Outcome(status, 1205, policy, ""),
        "r",
        "d");
  }

  private static List<JsonNode> lines(ByteArrayOutputStream out) throws IOException {
    var mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(mapper.readTree(line));
    }
    return lines;
  }
}
