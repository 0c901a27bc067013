// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.intake.store.Inventory;
import dev.atom.intake.store.NodeStore;
import dev.atom.intake.wire.IntakeListeners;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of the process.
public final class IntakeApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeApp.class);
  private static final int CONNECTIONS = 8;
  private static final Duration TIDY_EVERY = Duration.ofSeconds(30);

  private final IntakeConfig config;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final CloseStack open = new CloseStack();
  private @Nullable IntakeListeners listeners;

  /// @param random for nonces; must be cryptographically strong
  public IntakeApp(IntakeConfig config, InstantSource clock, RandomGenerator random) {
    this.config = config;
    this.clock = clock;
    this.random = random;
  }

  /// Starts serving; returns when both ports are open.
  ///
  /// @throws AtomException when the database, the ports or the files cannot be used
  public void start() {
    Migrations.run(PostgresUrl.parse(config.database().ownerUrl()));
    Provider provider = Conscrypt.newProvider();
    var tenants = new Tenants(config.tenants(), provider);
    var url = PostgresUrl.parse(config.database().url());
    Database database = open.push(Database.open(url, "intake", CONNECTIONS));
    var store = new NodeStore(database);
    var check = new BatchCheck(tenants, provider);
    listeners =
        open.push(
            new IntakeListeners(
                config, tenants, check, store, new Inventory(database), clock, random));
    tidy(tenants, store);
  }

  private void tidy(Tenants tenants, NodeStore store) {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("intake-tidy").daemon().factory());
    open.push(timer::shutdownNow);
    var kept = config.retention();
    var keeping = new NodeStore.Keeping(kept.measurements(), kept.facts(), kept.refusals());
    var unused =
        timer.scheduleWithFixedDelay(
            () -> tidyOnce(tenants, store, keeping),
            TIDY_EVERY.toSeconds(),
            TIDY_EVERY.toSeconds(),
            TimeUnit.SECONDS);
  }

  private void tidyOnce(Tenants tenants, NodeStore store, NodeStore.Keeping keeping) {
    for (Tenant tenant : tenants.all()) {
      try {
        store.forget(tenant, keeping, clock.instant());
      } catch (AtomException e) {
        LOG.atWarn().addKeyValue("event", "not_tidied").log("later, then: {}", e.getMessage());
      }
    }
  }

  /// Where agents connect.
  public int agentPort() {
    return listeners == null ? 0 : listeners.agentPort();
  }

  /// Where questions come to.
  public int apiPort() {
    return listeners == null ? 0 : listeners.apiPort();
  }

  @Override
  public void close() {
    open.close();
  }
}
