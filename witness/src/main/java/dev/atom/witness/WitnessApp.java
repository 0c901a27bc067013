// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.Opening;
import dev.atom.http.VertxFactory;
import dev.atom.process.Serving;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of the process.
public final class WitnessApp implements Serving {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessApp.class);
  private static final int CONNECTIONS_MAX = 64;
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(90);

  private final WitnessConfig config;
  private final InstantSource clock;
  private final CloseStack open = new CloseStack();
  private @Nullable HttpServer server;

  /// @param clock the time that cosignatures tell
  public WitnessApp(WitnessConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /// Starts serving; returns when the port is open.
  ///
  /// @throws AtomException BAD_CONFIGURATION when key, folder, port or TLS files cannot be used
  public void start() {
    var key = SigningKeyFile.open(config.keyFile(), config.name(), KeyType.COSIGNATURE_ED25519);
    var memory = new Memory(key, config.state(), config.logs(), clock);
    LOG.atInfo().addKeyValue("vkey", key.publicKey().text()).log("cosigns as {}", config.name());
    Vertx vertx = VertxFactory.open(1);
    open.push(() -> VertxFactory.close(vertx));
    var listener = config.listener();
    var guard = new ConnectionGuard(vertx, CONNECTIONS_MAX, FIRST_REQUEST, NEXT_REQUEST);
    server =
        Opening.await(
            vertx
                .createHttpServer(
                    HttpsListenerOptions.open(listener.host(), listener.port(), listener.tls()))
                .connectionHandler(guard)
                .requestHandler(new WitnessListener(guard, vertx, memory))
                .listen());
  }

  @Override
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  /// Stops. What was answered is remembered.
  @Override
  public void close() {
    open.close();
  }
}
