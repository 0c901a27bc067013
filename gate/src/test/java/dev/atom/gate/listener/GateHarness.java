// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.audit.EventKind;
import dev.atom.base.ByteSize;
import dev.atom.base.CloseStack;
import dev.atom.gate.GatePipeline;
import dev.atom.gate.Moment;
import dev.atom.gate.ServedAgent;
import dev.atom.gate.World;
import dev.atom.gate.admission.LocalRateLimiter;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.record.CountedRefusals;
import dev.atom.gate.record.DecisionIds;
import dev.atom.gate.record.GateRecords;
import dev.atom.gate.upstream.UpstreamConfig;
import dev.atom.gate.upstream.Upstreams;
import dev.atom.gate.world.CurrentWorld;
import dev.atom.http.ClientTlsFiles;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.TlsFiles;
import dev.atom.http.UpstreamOptions;
import dev.atom.http.VertxFactory;
import dev.atom.identity.AgentId;
import dev.atom.identity.Authenticator;
import dev.atom.identity.DomainId;
import dev.atom.identity.Revocations;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.policy.AgentFacts;
import dev.atom.policy.PolicyEngine;
import dev.atom.telemetry.AccessLog;
import dev.atom.testing.RawSocketClient;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestTokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// GATE's listener with everything behind it but a database: the trail is a list, the world is one
/// agent whose own service is where a test says.
final class GateHarness implements AutoCloseable {
  static final String DOMAIN = "0b0e4a5e-94f1-4b6d-9f3a-6c2f6f9e1a01";
  static final String AGENT = "5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e02";
  static final String BASE = "/domain/" + DOMAIN + "/agent/" + AGENT;
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String TOKEN =
      TestTokens.shared().agent(AGENT, DOMAIN, "client", NOW.minusSeconds(60));
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  final RememberedTrail trail = new RememberedTrail();
  final CountedRefusals counted = new CountedRefusals();
  final GateListener listener;
  private final CloseStack parts = new CloseStack();
  private final TestCa ca;
  private final HttpServer server;

  GateHarness(TestCa ca, String service) {
    this(ca, service, new LocalRateLimiter(1), Duration.ofSeconds(30));
  }

  GateHarness(TestCa ca, String service, RateLimiter limiter, Duration bodyTime) {
    this.ca = ca;
    Vertx vertx = VertxFactory.open(1);
    parts.push(() -> VertxFactory.close(vertx));
    var accessLog = parts.push(new AccessLog(OutputStream.nullOutputStream(), 1024));
    accessLog.start();
    var own = ca.issue("gate");
    var services =
        new GateServices(
            new GatePipeline(60),
            new CurrentWorld(world(service)),
            limiter,
            new GateRecords(
                trail, new DecisionIds(InstantSource.fixed(NOW), new Random(1)), Durability.STRICT),
            counted,
            upstreams(vertx, new ClientTlsFiles(own.certificate(), own.key(), ca.certificate())),
            Edge.of(bounds(bodyTime), accessLog),
            () -> new Moment(NOW, 1_000_000_000L));
    var guard = new ConnectionGuard(vertx, 100, PATIENCE, PATIENCE);
    listener = new GateListener(vertx, services, guard, List.of(), () -> null);
    var tls = new TlsFiles(own.certificate(), own.key(), Optional.empty());
    server = listener.server(vertx, HttpsListenerOptions.open("127.0.0.1", 0, tls));
    var _ = server.listen().toCompletionStage().toCompletableFuture().join();
  }

  private static RequestBounds bounds(Duration bodyTime) {
    return new RequestBounds(
        ByteSize.parse("2KiB"),
        ByteSize.parse("16KiB"),
        64,
        ByteSize.parse("1MiB"),
        bodyTime,
        PATIENCE,
        PATIENCE);
  }

  private static Upstreams upstreams(Vertx vertx, ClientTlsFiles tls) {
    var config =
        new UpstreamConfig(
            URI.create("https://localhost:1"),
            Optional.empty(),
            Optional.empty(),
            tls,
            Duration.ofSeconds(2),
            PATIENCE,
            8,
            8);
    return new Upstreams(
        vertx.createHttpClient(UpstreamOptions.mutual(tls), UpstreamOptions.pool(8, 8)), config);
  }

  private static World world(String service) {
    var agent =
        new ServedAgent(
            AgentId.parse(AGENT),
            DomainId.parse(DOMAIN),
            60,
            Set.of("*"),
            new AgentFacts(DOMAIN, null, List.of(), List.of()),
            "sealed",
            Optional.of(service));
    return new World(
        new World.Control(7, Map.of(agent.id(), agent), Revocations.of(7, Set.of(), Map.of())),
        new Authenticator(
            TokenKeys.of(List.of((RSAPublicKey) TestKeys.signing().getPublic())),
            new TokenRules(TestTokens.ISSUER, TestTokens.AUDIENCE, Duration.ofSeconds(30)),
            System::nanoTime),
        PolicyEngine.open(Path.of("..", "policies")),
        1_000_000_000L,
        Duration.ofMillis(700));
  }

  RawSocketClient client(String protocol) {
    return RawSocketClient.tls(ca.anonymous(), server.actualPort(), protocol, "127.0.0.1");
  }

  /// The head of a request of the agent's, up to and with the empty line.
  static String head(String method, String rest, String... more) {
    var head = new StringBuilder(method + " " + BASE + rest + " HTTP/1.1\r\nhost: localhost\r\n");
    head.append("authorization: Bearer ").append(TOKEN).append("\r\n");
    for (String line : more) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /// The entry of this kind, as soon as it is there.
  AuditEvent entry(EventKind kind) {
    return trail.await(event -> event.kind() == kind);
  }

  @Override
  public void close() {
    parts.close();
  }

  /// Takes every event, or refuses those of one kind.
  static final class RememberedTrail implements AuditTrail {
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    volatile Predicate<AuditEvent> refuses = _ -> false;

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability) {
      if (refuses.test(event)) {
        return CompletableFuture.failedFuture(new IllegalStateException("not taken"));
      }
      events.add(event);
      synchronized (this) {
        notifyAll();
      }
      return CompletableFuture.completedFuture(AuditReceipt.QUEUED);
    }

    List<AuditEvent> events() {
      return List.copyOf(events);
    }

    synchronized AuditEvent await(Predicate<AuditEvent> which) {
      long patience = PATIENCE.toMillis();
      try {
        for (int rounds = 0; rounds < 20; rounds++) {
          for (AuditEvent event : events) {
            if (which.test(event)) {
              return event;
            }
          }
          wait(patience / 20);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new AssertionError("no such entry among " + events);
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public void close() {}
  }
}
