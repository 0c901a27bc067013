// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.audit.AuditTrail;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.gate.listener.Edge;
import dev.atom.gate.listener.GateListener;
import dev.atom.gate.listener.GateServices;
import dev.atom.gate.listener.GateVerticle;
import dev.atom.gate.listener.UnreadableRequests;
import dev.atom.gate.record.CountFlusher;
import dev.atom.gate.record.CountedRefusals;
import dev.atom.gate.record.DecisionIds;
import dev.atom.gate.record.GateRecords;
import dev.atom.gate.upstream.Upstreams;
import dev.atom.gate.world.ControlFollower;
import dev.atom.gate.world.CurrentWorld;
import dev.atom.gate.world.PolicyFollower;
import dev.atom.gate.world.store.PostgresControlSource;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.ProblemJson;
import dev.atom.http.UpstreamClient;
import dev.atom.http.UpstreamOptions;
import dev.atom.http.VertxFactory;
import dev.atom.identity.Authenticator;
import dev.atom.identity.PrivateKeyGuard;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.policy.PolicyFolder;
import dev.atom.process.Serving;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.telemetry.AccessLog;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of GATE and how they are put together: constructs, starts, and closes in reverse.
public final class GateApp implements Serving {
  private static final Logger LOG = LoggerFactory.getLogger(GateApp.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);
  private static final int ACCESS_LINES_WAITING = 8192;

  private final GateConfig config;
  private final CloseStack parts = new CloseStack();
  private final CurrentWorld worlds;
  private final AuditTrail trail;
  private final GateRecords records;
  private final UnreadableRequests unreadable;
  private final GateListener listener;
  private final ControlFollower controlFollower;
  private final PolicyFollower policyFollower;
  private final CountFlusher flusher;
  private final AccessLog accessLog;
  private final LongSupplier nanoClock;
  private final Vertx vertx;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Queue<GateVerticle> verticles = new ConcurrentLinkedQueue<>();

  /// What GATE tells time by.
  ///
  /// @param wall the time of day
  /// @param nanos monotonic nanoseconds
  public record Clocks(InstantSource wall, LongSupplier nanos) {}

  /// Constructs everything as configured; nothing listens yet.
  ///
  /// @param random for ids and nonces; cryptographically strong
  /// @param accessLines where access lines go
  /// @throws AtomException naming what cannot be used
  public GateApp(
      GateConfig config, Clocks clocks, RandomGenerator random, OutputStream accessLines) {
    this(config, new ConfiguredParts(), clocks, random, accessLines);
  }

  /// The same with parts from elsewhere.
  public GateApp(
      GateConfig config,
      GateParts made,
      Clocks clocks,
      RandomGenerator random,
      OutputStream accessLines) {
    this.config = config;
    this.nanoClock = clocks.nanos();
    InstantSource clock = clocks.wall();
    try {
      var policies = PolicyFolder.open(config.policy().directory());
      this.worlds = new CurrentWorld(firstWorld(config, policies, nanoClock));
      this.trail = parts.push(made.trail(config.audit(), clock, random));
      this.records =
          new GateRecords(trail, new DecisionIds(clock, random), config.audit().durability());
      this.vertx = VertxFactory.open(eventLoops(config), this::plainText);
      parts.push(() -> VertxFactory.close(vertx));
      this.accessLog = parts.push(new AccessLog(accessLines, ACCESS_LINES_WAITING));
      var edge = Edge.of(config.bounds(), accessLog);
      var counted = new CountedRefusals();
      var services =
          new GateServices(
              new GatePipeline(config.limits().humanPerMinute()),
              worlds,
              parts.push(made.limiter(config.limits(), records, random, nanoClock)),
              records,
              counted,
              parts.push(upstreams(vertx, config)),
              edge,
              () -> new Moment(clock.instant(), clocks.nanos().getAsLong()));
      this.unreadable = new UnreadableRequests(services);
      var guard =
          new ConnectionGuard(
              vertx,
              config.listener().connections(),
              config.bounds().headTime(),
              config.bounds().idleTime(),
              unreadable::closed);
      this.listener =
          new GateListener(vertx, services, guard, config.listener().corsOrigins(), this::notReady);
      this.flusher = parts.push(new CountFlusher(counted, records));
      this.policyFollower =
          parts.push(new PolicyFollower(policies, worlds, records, config.policy().pace()));
      this.controlFollower = parts.push(controlFollower(config));
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private void plainText(String remote, boolean http, Consumer<byte[]> answer) {
    unreadable.spoken(remote, http, answer);
  }

  private static World firstWorld(
      GateConfig config, PolicyFolder policies, LongSupplier nanoClock) {
    var identity = config.identity();
    var keys = TokenKeys.fromPemFiles(List.of(identity.publicKey()));
    // SECURITY(T-01): the gateway must not be able to sign what it verifies.
    if (new PrivateKeyGuard(keys).scan(readable(config), System.getenv())
        instanceof PrivateKeyGuard.Scan.Found found) {
      throw new AtomException(ErrorCode.BAD_CONFIGURATION, found.message());
    }
    var rules = new TokenRules(identity.issuer(), identity.audience(), identity.skew());
    return new World(
        World.Control.none(),
        new Authenticator(keys, rules, nanoClock),
        policies.engine(),
        0,
        config.world().staleAfter());
  }

  /// The folders that GATE is told to read from.
  private static List<Path> readable(GateConfig config) {
    List<Path> folders = new ArrayList<>();
    for (Path file :
        List.of(
            config.identity().publicKey(),
            config.listener().tls().key(),
            config.upstream().tls().key())) {
      folders.add(file.toAbsolutePath().getParent());
    }
    folders.add(config.policy().directory());
    return folders.stream().distinct().toList();
  }

  private static Upstreams upstreams(Vertx vertx, GateConfig config) {
    var upstream = config.upstream();
    var options =
        UpstreamOptions.mutual(upstream.tls())
            .setReadIdleTimeout(Math.toIntExact(upstream.idleTimeout().toMillis()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    var pool = UpstreamOptions.pool(upstream.connections(), upstream.waiting());
    return new Upstreams(UpstreamClient.open(vertx, options, pool), upstream);
  }

  private ControlFollower controlFollower(GateConfig config) {
    var url = PostgresUrl.parse(config.world().databaseUrl());
    var source = new PostgresControlSource(Database.open(url, "gate-world", 1));
    return new ControlFollower(source, worlds, config.world().poll(), nanoClock);
  }

  private static int eventLoops(GateConfig config) {
    int asked = config.listener().eventLoops();
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }

  /// Begins to follow the world, waits for its first word, puts the start on record, and listens.
  ///
  /// @param configDigest names the effective configuration on record
  /// @throws AtomException DEPENDENCY_UNAVAILABLE when the control plane stays silent
  public void start(String configDigest, Duration patience) {
    accessLog.start();
    controlFollower.start();
    policyFollower.start();
    flusher.start();
    awaitFirstWord(patience);
    await(records.startup(worlds.get(), configDigest), patience, "the audit trail");
    listen(patience);
  }

  private void listen(Duration patience) {
    var at = config.listener();
    // Event loops share one free port when the port is negative.
    int port = at.port() == 0 ? -1 : at.port();
    var bounds = config.bounds();
    var options = HttpsListenerOptions.open(at.host(), port, at.tls());
    HttpsListenerOptions.bound(options, (int) bounds.uri().bytes(), (int) bounds.headers().bytes());
    var deployment =
        vertx.deployVerticle(
            () -> {
              var verticle = new GateVerticle(listener, options);
              verticles.add(verticle);
              return verticle;
            },
            new DeploymentOptions().setInstances(eventLoops(config)));
    await(
        deployment.toCompletionStage().toCompletableFuture(),
        patience,
        "port " + at.port() + " of " + at.host());
  }

  private void awaitFirstWord(Duration patience) {
    long deadline = nanoClock.getAsLong() + patience.toNanos();
    while (worlds.get().control().revision() == 0) {
      if (nanoClock.getAsLong() > deadline) {
        throw new AtomException(
            ErrorCode.DEPENDENCY_UNAVAILABLE,
            "the control plane's database did not answer within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience, String what) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, what + " cannot be used: " + cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.INTERNAL, "interrupted while starting", e);
    }
  }

  /// The port that is listened on.
  @Override
  public int port() {
    return verticles.element().port();
  }

  private @Nullable ProblemJson notReady() {
    World world = worlds.get();
    if (!trail.available()) {
      return new ProblemJson(503, "not_ready", "Not ready", "audit: the trail cannot be written");
    }
    long age = nanoClock.getAsLong() - world.confirmedNanos();
    if (age > world.staleAfter().toNanos()) {
      return new ProblemJson(
          503, "not_ready", "Not ready", "world: the control plane's word is stale");
    }
    return null;
  }

  /// Says that it stops, lets what is under way finish, puts the stop on record, and closes.
  /// Closing twice does nothing.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listener.beginDrain();
    drain();
    try {
      await(records.shutdown(), Duration.ofSeconds(2), "the audit trail");
    } catch (AtomException e) {
      // The process stops either way; that its stop is not on record is for the operator to know.
      LOG.warn("the stop is not on record: {}", e.getMessage());
    } finally {
      parts.close();
    }
  }

  /// Waits for every exchange under way, whatever it waits for itself, and for its last bytes.
  private void drain() {
    Duration time = config.listener().drain();
    long deadline = nanoClock.getAsLong() + time.plus(LAST_BYTES).toNanos();
    var servers = Future.join(verticles.stream().map(verticle -> verticle.drain(time)).toList());
    while ((!servers.isComplete() || listener.underWay() > 0)
        && nanoClock.getAsLong() - deadline < 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (!servers.isComplete() || listener.underWay() > 0) {
      LOG.warn("{} requests were cut off by the stop after {}", listener.underWay(), time);
    }
  }
}
