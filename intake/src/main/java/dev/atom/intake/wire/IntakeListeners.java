// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.wire;

import dev.atom.base.CloseStack;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.Opening;
import dev.atom.http.VertxFactory;
import dev.atom.intake.BatchCheck;
import dev.atom.intake.IntakeConfig;
import dev.atom.intake.Tenants;
import dev.atom.intake.store.Inventory;
import dev.atom.intake.store.NodeStore;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Both listeners, open.
public final class IntakeListeners implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 256;
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(90);

  private final CloseStack open = new CloseStack();
  private final AgentListener agents;
  private final HttpServer api;

  /// Opens them.
  ///
  /// @param random for nonces; must be cryptographically strong
  public IntakeListeners(
      IntakeConfig config,
      Tenants tenants,
      BatchCheck check,
      NodeStore store,
      Inventory inventory,
      InstantSource clock,
      RandomGenerator random) {
    var deliver = new DeliverHandler(tenants, check, store, clock, random);
    var own = config.agents();
    agents = open.push(new AgentListener(own.host(), own.port(), own.tls(), deliver));
    Vertx vertx = VertxFactory.open(1);
    open.push(() -> VertxFactory.close(vertx));
    var guard = new ConnectionGuard(vertx, CONNECTIONS_MAX, FIRST_REQUEST, NEXT_REQUEST);
    var asked = config.api();
    agents.start();
    api =
        Opening.await(
            vertx
                .createHttpServer(
                    HttpsListenerOptions.open(asked.host(), asked.port(), asked.tls()))
                .connectionHandler(guard)
                .requestHandler(new Questions(guard, vertx, tenants, inventory))
                .listen());
  }

  /// Where agents connect.
  public int agentPort() {
    return agents.port();
  }

  /// Where questions come to.
  public int apiPort() {
    return api.actualPort();
  }

  @Override
  public void close() {
    open.close();
  }
}
