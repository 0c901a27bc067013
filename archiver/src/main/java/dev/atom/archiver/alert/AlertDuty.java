// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.archiver.Duty;
import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.Watch;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.AlertBook;
import dev.atom.audit.store.AuditReader;
import dev.atom.base.AtomException;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the trail, at the chain and at the other duties, and tells people what they must know.
///
/// One thread. What was found is in the [AlertBook] before anybody is told; a step that fails is
/// done again.
public final class AlertDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDuty.class);
  private static final Duration CHAIN_PACE = Duration.ofSeconds(60);
  private static final Duration ANOMALY_PACE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int STOP_SECONDS = 10;

  private final AlertConfig config;
  private final InstantSource clock;
  private final Database database;
  private final Database bookDatabase;
  private final AlertBook book;
  private final TrailWatch trail;
  private final ChainProbe chain;
  private final AnomalyProbe anomalies;
  private final StuckDuties duties;
  private final Posts posts = new Posts();
  private final Deliveries deliveries;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("alerts").factory());

  private Instant chainDue = Instant.EPOCH;
  private Instant anomaliesDue = Instant.EPOCH;
  private volatile Optional<String> problem = Optional.empty();

  /// @param readerUrl libpq URL of a role that reads the trail
  /// @param bookUrl libpq URL of the role that appends: it keeps the book of alerts too
  /// @param keys the secrets of the chain, read anew each time
  /// @param others the duties that are watched
  public AlertDuty(
      AlertConfig config,
      String readerUrl,
      String bookUrl,
      Supplier<KeyRing> keys,
      List<Duty> others,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.database = Database.open(PostgresUrl.parse(readerUrl), "alerts", 2);
    this.bookDatabase = Database.open(PostgresUrl.parse(bookUrl), "alert-book", 1);
    this.book = new AlertBook(bookDatabase);
    var reader = new AuditReader(database);
    this.trail = new TrailWatch(reader, new Watch(config.thresholds().byRule(), config.quiet()));
    this.chain = new ChainProbe(database, reader, keys);
    this.anomalies = new AnomalyProbe(reader);
    this.duties = new StuckDuties(others, PATIENCE);
    this.deliveries = new Deliveries(book, sinks(), config.pace(), clock);
  }

  private List<AlertSink> sinks() {
    List<AlertSink> sinks = new ArrayList<>();
    if (!config.alertmanager().isEmpty()) {
      sinks.add(new Alertmanager(posts, config.alertmanager(), config.quiet(), clock));
    }
    config.webhook().ifPresent(webhook -> sinks.add(new SiemWebhook(posts, webhook, clock)));
    return sinks;
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public void start() {
    long pace = config.pace().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::step, pace, pace, TimeUnit.MILLISECONDS);
  }

  private void step() {
    try {
      look();
      deliveries.run();
      problem = deliveries.problem();
    } catch (AtomException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("alerts wait: {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // a thread that ended would watch nothing any more, and nobody would notice
      problem = Optional.of("a defect: " + e);
      LOG.error("a step of the alerts failed", e);
    }
  }

  private void look() {
    var now = clock.instant();
    long cursor = book.cursor();
    var found = trail.look(cursor, now);
    List<Alert> alerts = new ArrayList<>(found.alerts());
    if (!now.isBefore(chainDue)) {
      chain.look(now).ifPresent(alerts::add);
      chainDue = now.plus(shorter(CHAIN_PACE));
    }
    if (!now.isBefore(anomaliesDue)) {
      alerts.addAll(anomalies.look(now));
      anomaliesDue = now.plus(shorter(ANOMALY_PACE));
    }
    alerts.addAll(duties.look(now));
    if (!alerts.isEmpty() || found.upTo() > cursor) {
      book.record(found.upTo(), alerts, deliveries.names(), config.quiet());
    }
  }

  /// Twelve steps, which is the minute at the usual pace.
  private Duration shorter(Duration usual) {
    var steps = config.pace().multipliedBy(12);
    return steps.compareTo(usual) < 0 ? steps : usual;
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the alerts did not stop within {} s", STOP_SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    posts.close();
    bookDatabase.close();
    database.close();
  }
}
