// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.http.ConnectionGuard;
import dev.atom.http.StrictFraming;
import dev.atom.telemetry.AccessLog;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener on one event loop.
final class LlmListener extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LlmListener.class);

  private final HttpServerOptions options;
  private final ConnectionGuard guard;
  private final ProviderGateway gateway;
  private final AccessLog accessLog;
  private final InstantSource clock;
  private @Nullable HttpServer server;

  LlmListener(
      HttpServerOptions options,
      ConnectionGuard guard,
      ProviderGateway gateway,
      AccessLog accessLog,
      InstantSource clock) {
    this.options = options;
    this.guard = guard;
    this.gateway = gateway;
    this.accessLog = accessLog;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    var framing = new StrictFraming(options, System::nanoTime, gateway::unreadable);
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> {
              framing.handle(connection);
              guard.handle(connection);
            })
            .invalidRequestHandler(this::refuseUnreadable)
            .requestHandler(this::serve)
            .exceptionHandler(failure -> LOG.debug("a connection failed: {}", failure.toString()));
    return server.listen();
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  /// Takes no new connections and ends when the calls under way have ended, or the time is over.
  Future<Void> drain(Duration time) {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
  }

  private void serve(HttpServerRequest request) {
    request.pause();
    guard.begin(request.connection());
    var exchange = new Exchange(request, System.nanoTime());
    request.response().endHandler(_ -> over(exchange));
    try {
      gateway.serve(exchange);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("serving failed");
      exchange.refuse(LlmError.INTERNAL, "this is a defect of ours");
    }
  }

  /// SECURITY(T-11): what could be read in two ways ends the connection, with an entry.
  private void refuseUnreadable(HttpServerRequest request) {
    String why = StrictFraming.fault(request);
    guard.begin(request.connection());
    var exchange = new Exchange(request, System.nanoTime());
    request
        .response()
        .endHandler(_ -> {
          over(exchange);
          request.connection().close();
        });
    gateway.unreadable(request.connection(), why);
    exchange.refuse(LlmError.MALFORMED_REQUEST, "this is not a well-framed HTTP request: " + why);
  }

  private void over(Exchange exchange) {
    discardRest(exchange.request());
    guard.end(exchange.request().connection());
    accessLog.write(exchange.accessEntry(clock.millis(), System.nanoTime()));
  }

  /// A body that nobody read would block the next request on its connection.
  private static void discardRest(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(null);
      request.resume();
    }
  }
}
