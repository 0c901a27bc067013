// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import dev.atom.testing.ScriptedUpstream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each path leads to the upstream it names, and to no other.
class RoutesIT {
  private static Platform platform;
  private static GateClient gate;
  private static TestAgent agent;
  private static Map<String, ScriptedUpstream> upstreams = Map.of();

  @BeforeAll
  static void start() {
    platform = Platform.offline();
    var tls = platform.ca.context(platform.ca.issue("upstream"));
    upstreams =
        Map.of(
            "llm", ScriptedUpstream.https(tls, true),
            "studio", ScriptedUpstream.https(tls, true),
            "memory", ScriptedUpstream.https(tls, true),
            "agent", ScriptedUpstream.https(tls, true));
    var app =
        platform.startGate(
            "upstream.llm-url=" + upstream("llm").uri(),
            "upstream.studio-url=" + upstream("studio").uri(),
            "upstream.memory-url=" + upstream("memory").uri());
    gate = new GateClient(platform.ca.anonymous(), app.port());
    agent = platform.studio.agent(platform.studio.domain("routes"), "served", Map.of());
    serveAt(upstream("agent").uri().getAuthority());
    Awaits.served(gate, agent);
  }

  /// What a deployment will do: the agent has a service of its own.
  private static void serveAt(String service) {
    int changed =
        platform.owner.inTransaction(connection -> {
          try (var agents =
                  connection.prepareStatement(
                      "update agents set cluster_service_name = ? where id = ?::uuid");
              var world = connection.createStatement()) {
            agents.setString(1, service);
            agents.setString(2, agent.id());
            return agents.executeUpdate()
                + world.executeUpdate("update world_revision set revision = revision + 1");
          }
        });
    assertThat(changed).isEqualTo(2);
  }

  @AfterAll
  static void stop() {
    upstreams.values().forEach(ScriptedUpstream::close);
    platform.close();
  }

  private static ScriptedUpstream upstream(String name) {
    return Objects.requireNonNull(upstreams.get(name), name);
  }

  @ParameterizedTest
  @Feature("B1")
  @CsvSource({
    "/v1/models,            llm,    /v1/models",
    "/v1/models?a=1&b=%2F,  llm,    /v1/models?a=1&b=%2F",
    "/hitl/queue?page=2,    studio, /api/hitl/queue?page=2",
    "/memory/search?q=a%20b, memory, /memory/search?q=a%20b",
    "/v10/models,           agent,  /v10/models",
    "/hitlist,              agent,  /hitlist",
    "/invoke?trace=,        agent,  /invoke?trace=",
  })
  void aPathReachesItsUpstreamAlone(String path, String name, String expected) {
    int received = upstream(name).calls().size();
    int receivedByAll = calls();

    var answer = gate.get(agent.base() + path, "authorization", "Bearer " + agent.token());

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(upstream(name).calls()).hasSize(received + 1);
    assertThat(upstream(name).calls().getLast().path()).isEqualTo(expected);
    assertThat(calls()).isEqualTo(receivedByAll + 1);
  }

  @Test
  @Feature("B1")
  void eventsArriveOneByOne() throws Exception {
    upstream("llm").next(new ScriptedUpstream.Fault.HoldAfter(1));

    var answer =
        gate.open(
            agent.base() + "/v1/chat/completions",
            agent.token(),
            "{\"model\":\"offline\",\"stream\":true,\"messages\":[]}");

    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("\"The\"");
      upstream("llm").release(1_000);
      assertThat(lines.lines().filter(line -> line.startsWith("data:")).toList())
          .hasSize(ScriptedUpstream.WORDS.size());
    }
  }

  private static int calls() {
    return upstreams.values().stream().mapToInt(upstream -> upstream.calls().size()).sum();
  }
}
