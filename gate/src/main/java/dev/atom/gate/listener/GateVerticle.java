// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The listener on one event loop; all of them share one port.
public final class GateVerticle extends VerticleBase {
  private final GateListener listener;
  private final HttpServerOptions options;
  private @Nullable HttpServer server;

  public GateVerticle(GateListener listener, HttpServerOptions options) {
    this.listener = listener;
    this.options = options;
  }

  @Override
  public Future<?> start() {
    server = listener.server(vertx, options);
    return server.listen();
  }

  /// The port that is listened on; 0 before it is.
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  /// Takes no new connections; ends when what is under way has ended, or the time is over.
  public Future<Void> drain(Duration time) {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
  }
}
