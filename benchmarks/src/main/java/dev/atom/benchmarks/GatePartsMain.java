// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.Durability;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.gate.GateConfig;
import dev.atom.gate.GatePipeline;
import dev.atom.gate.Moment;
import dev.atom.gate.World;
import dev.atom.gate.admission.LimitReading;
import dev.atom.gate.admission.LocalRateLimiter;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.listener.Edge;
import dev.atom.gate.listener.GateListener;
import dev.atom.gate.listener.GateServices;
import dev.atom.gate.listener.GateVerticle;
import dev.atom.gate.record.CountedRefusals;
import dev.atom.gate.record.DecisionIds;
import dev.atom.gate.record.GateRecords;
import dev.atom.gate.upstream.Upstreams;
import dev.atom.gate.world.ControlFollower;
import dev.atom.gate.world.CurrentWorld;
import dev.atom.gate.world.store.PostgresControlSource;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.UpstreamOptions;
import dev.atom.http.VertxFactory;
import dev.atom.identity.Authenticator;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.policy.PolicyEngine;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.telemetry.AccessLog;
import dev.atom.telemetry.ParentWatch;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/// `--config FILE --parent-watch --replace trail|limiter|log`: GATE's own parts on one event loop
/// with one of them replaced, to see what it costs. For measurements only: the product has no such
/// switch.
final class GatePartsMain {
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(75);
  private static final int LINES_WAITING = 8192;

  private final GateConfig config;
  private final String replaced;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();

  private GatePartsMain(GateConfig config, String replaced) {
    this.config = config;
    this.replaced = replaced;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var words = List.of(arguments);
    var file = Path.of(words.get(words.indexOf("--config") + 1));
    var config = ConfigLoader.load(GateConfig.class, ConfigSources.of(file)).orThrow().config();
    new GatePartsMain(config, words.get(words.indexOf("--replace") + 1)).start();
    var told = new CountDownLatch(1);
    new ParentWatch(System.in, told::countDown).start();
    told.await();
    System.exit(0);
  }

  private void start() {
    var worlds = new CurrentWorld(firstWorld());
    var records =
        new GateRecords(trail(), new DecisionIds(clock, random), config.audit().durability());
    Vertx vertx = VertxFactory.open(config.listener().eventLoops());
    var log = new AccessLog(logStream(), LINES_WAITING);
    log.start();
    var services =
        new GateServices(
            new GatePipeline(config.limits().humanPerMinute()),
            worlds,
            limiter(),
            records,
            new CountedRefusals(),
            upstreams(vertx),
            Edge.of(config.bounds(), log),
            () -> new Moment(clock.instant(), System.nanoTime()));
    var guard =
        new ConnectionGuard(
            vertx, config.listener().connections(), config.bounds().headTime(), NEXT_REQUEST);
    follow(worlds);
    var listener =
        new GateListener(vertx, services, guard, config.listener().corsOrigins(), () -> null);
    var at = config.listener();
    var options = HttpsListenerOptions.open(at.host(), at.port(), at.tls());
    vertx
        .deployVerticle(new GateVerticle(listener, options))
        .onFailure(e -> {
          e.printStackTrace();
          System.exit(70);
        });
  }

  private World firstWorld() {
    var identity = config.identity();
    var keys = TokenKeys.fromPemFiles(List.of(identity.publicKey()));
    var rules = new TokenRules(identity.issuer(), identity.audience(), identity.skew());
    return new World(
        World.Control.none(),
        new Authenticator(keys, rules, System::nanoTime),
        PolicyEngine.open(config.policy().directory()),
        0,
        config.world().staleAfter());
  }

  private AuditTrail trail() {
    if (replaced.equals("trail")) {
      return new CountingTrail();
    }
    var audit = config.audit();
    return ChainedAuditTrail.open(
        AuditConfig.of(audit.databaseUrl(), audit.hmacSecret()), clock, random);
  }

  private RateLimiter limiter() {
    if (replaced.equals("limiter")) {
      var open = new LimitReading(true, 1_000_000, 999_999, 0);
      return (_, _, then) -> then.accept(open);
    }
    return new LocalRateLimiter(1);
  }

  private OutputStream logStream() {
    return replaced.equals("log")
        ? OutputStream.nullOutputStream()
        : new FileOutputStream(FileDescriptor.out);
  }

  private Upstreams upstreams(Vertx vertx) {
    var upstream = config.upstream();
    var options = UpstreamOptions.mutual(upstream.tls());
    var pool = UpstreamOptions.pool(upstream.connections(), upstream.waiting());
    return new Upstreams(vertx.createHttpClient(options, pool), upstream);
  }

  private void follow(CurrentWorld worlds) {
    var url = PostgresUrl.parse(config.world().databaseUrl());
    var source = new PostgresControlSource(Database.open(url, "gate-world", 1));
    new ControlFollower(source, worlds, config.world().poll(), System::nanoTime).start();
  }

  /// A trail that counts what it is given.
  private static final class CountingTrail implements AuditTrail {
    private final LongAdder count = new LongAdder();

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability) {
      count.increment();
      return CompletableFuture.completedFuture(AuditReceipt.QUEUED);
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public void close() {}
  }
}
