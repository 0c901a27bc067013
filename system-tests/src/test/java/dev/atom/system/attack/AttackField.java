// SPDX-License-Identifier: Apache-2.0
package dev.atom.system.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.store.AuditQuery;
import dev.atom.system.Awaits;
import dev.atom.system.GateClient;
import dev.atom.system.Platform;
import dev.atom.system.TestAgent;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.ScriptedUpstream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The whole product, with an upstream directly behind GATE that remembers all it was sent.
final class AttackField implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  final ScriptedUpstream upstream;
  final Platform platform;
  final int port;
  final GateClient gate;
  final TestAgent agent;
  private int sources;

  /// With these settings of GATE on top of the usual ones.
  AttackField(String... settings) {
    this(InstantSource.system(), settings);
  }

  AttackField(InstantSource clock, String... settings) {
    platform = Platform.offline();
    var tls = platform.ca.context(platform.ca.issue("upstream"));
    upstream = ScriptedUpstream.https(tls, true);
    var behind =
        Stream.of("llm", "memory").map(name -> "upstream." + name + "-url=" + upstream.uri());
    String[] all = Stream.concat(behind, Stream.of(settings)).toArray(String[]::new);
    port = platform.startGate(clock, Map.of(), all).port();
    gate = new GateClient(platform.ca.anonymous(), port);
    agent =
        platform.studio.agent(
            platform.studio.domain("field"), "target", Map.of("rpm_limit", 100_000));
    Awaits.served(gate, agent);
  }

  /// An address that nobody came from yet: its refusals are all recorded one by one, and found.
  String newSource() {
    sources++;
    return "127.7." + sources / 250 + "." + (1 + sources % 250);
  }

  RawSocketClient connect(String source) {
    return RawSocketClient.tls(platform.ca.anonymous(), port, "http/1.1", source);
  }

  /// Sends `bytes` on a connection of its own and hears what comes back.
  RawSocketClient.Heard attack(String source, String bytes) {
    return attack(source, bytes, PATIENCE);
  }

  RawSocketClient.Heard attack(String source, String bytes, Duration silence) {
    try (var client = connect(source)) {
      boolean _ = client.send(bytes);
      return client.hear(silence);
    }
  }

  /// A good head without its last empty line.
  String head(String method, String rest) {
    return method
        + " "
        + agent.base()
        + rest
        + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
        + agent.token()
        + "\r\n";
  }

  /// A good request that ends its connection.
  String goodRequest() {
    return head("GET", "/v1/models") + "connection: close\r\n\r\n";
  }

  /// The number of the newest entry.
  long seq() {
    return platform.trail.head().seq();
  }

  List<AuditEntry> entriesSince(long seq) {
    return platform.trail.page(AuditQuery.after(seq, 1_000));
  }

  /// What GATE has on record of a source.
  List<AuditEntry> entriesOf(String source, long since) {
    return entriesSince(since).stream()
        .filter(entry -> entry.fact().call().remote().equals(source))
        .toList();
  }

  /// Waits until a source has an entry with this reason, and gives it.
  AuditEntry refusalOf(String source, long since, String reason) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() ->
            assertThat(entriesOf(source, since))
                .as("entries of %s", source)
                .anyMatch(entry -> entry.fact().verdict().reason().equals(reason)));
    return entriesOf(source, since).stream()
        .filter(entry -> entry.fact().verdict().reason().equals(reason))
        .findFirst()
        .orElseThrow();
  }

  /// Everybody else is served as if nothing were going on.
  void assertOthersAreServed() {
    assertThat(gate.chat(agent).status()).as("a bystander's call").isEqualTo(200);
  }

  @Override
  public void close() {
    platform.close();
    upstream.close();
  }
}
