// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.audit.AuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.OpenRoute;
import dev.atom.http.Probe;
import dev.atom.http.TlsEngine;
import dev.atom.http.VertxFactory;
import dev.atom.telemetry.AccessLog;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// The parts of the process.
public final class LlmApp implements AutoCloseable {
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(90);
  private static final int ACCESS_LINES = 4096;
  private static final int START_SECONDS = 20;

  private final LlmConfig config;
  private final String configDigest;
  private final InstantSource clock;
  private final Ledger ledger;
  private final VirtualKeys keys;
  private final AccessLog accessLog;
  private final CloseStack open = new CloseStack();
  private final Queue<LlmListener> listeners = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /// @param trail is not closed by the app
  /// @param random for event ids
  /// @param accessLines where the access log goes
  /// @param configDigest SHA-256 of the effective configuration, for the audit trail
  public LlmApp(
      LlmConfig config,
      String configDigest,
      AuditTrail trail,
      InstantSource clock,
      RandomGenerator random,
      OutputStream accessLines) {
    this.config = config;
    this.configDigest = configDigest;
    this.clock = clock;
    this.ledger = new Ledger(trail, random);
    this.keys = new VirtualKeys(config.encryptionKey());
    this.accessLog = new AccessLog(accessLines, ACCESS_LINES);
  }

  /// Starts serving; returns when the port is open.
  ///
  /// @throws AtomException BAD_CONFIGURATION when the port or the TLS files cannot be used
  public void start() {
    accessLog.start();
    open.push(accessLog);
    Vertx vertx = VertxFactory.open();
    open.push(() -> VertxFactory.close(vertx));
    Map<ProviderConfig, Provider> providers = new LinkedHashMap<>();
    config.providers().forEach(each -> providers.put(each, open.push(provider(each, vertx))));
    var gateway =
        new ProviderGateway(vertx, config, keys, new ModelTable(providers), ledger, () -> stopping);
    var guard =
        new ConnectionGuard(vertx, config.limits().connections(), FIRST_REQUEST, NEXT_REQUEST);
    HttpServerOptions options = listenerOptions();
    var deployment =
        vertx.deployVerticle(
            () -> listener(options, guard, gateway),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
    await(deployment, "the listener cannot start");
    ledger.process(EventKind.CONFIG_LOADED, new JsonObject().put("config_sha256", configDigest));
    ledger.process(
        EventKind.STARTUP,
        new JsonObject().put("port", port()).put("tls", TlsEngine.current().name()));
  }

  private Provider provider(ProviderConfig each, Vertx vertx) {
    return switch (each.kind()) {
      case OFFLINE -> new OfflineProvider(each.name(), vertx, clock);
      case OPENAI_COMPATIBLE -> new OpenAiCompatibleProvider(each, vertx);
    };
  }

  private HttpServerOptions listenerOptions() {
    var listener = config.listener();
    // Listeners on several event loops share one free port when the port is negative.
    int port = listener.port() == 0 ? -1 : listener.port();
    return HttpsListenerOptions.mutual(listener.host(), port, listener.tls())
        .setHandle100ContinueAutomatically(true);
  }

  private LlmListener listener(
      HttpServerOptions options, ConnectionGuard guard, ProviderGateway gateway) {
    var listener = new LlmListener(options, guard, gateway, accessLog, clock);
    listeners.add(listener);
    return listener;
  }

  /// What answers any client whose certificate the listener took, before anything is asked of it.
  public static List<OpenRoute> openRoutes() {
    return Probe.routes();
  }

  /// The port it serves on.
  public int port() {
    return listeners.isEmpty() ? 0 : listeners.element().port();
  }

  /// Lets calls under way finish, for the time configured, and stops.
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    List<Future<Void>> drains =
        listeners.stream().map(each -> each.drain(config.limits().drain())).toList();
    try {
      await(Future.join(drains), "the listener did not stop in order");
    } finally {
      ledger.process(EventKind.SHUTDOWN, new JsonObject());
      open.close();
    }
  }

  private void await(Future<?> future, String otherwise) {
    long seconds = START_SECONDS + config.limits().drain().toSeconds();
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, otherwise + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AtomException(ErrorCode.INTERNAL, otherwise + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.INTERNAL, otherwise + ": interrupted", e);
    }
  }
}
