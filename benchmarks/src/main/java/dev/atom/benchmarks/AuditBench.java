// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.Durability;
import dev.atom.base.CloseStack;
import dev.atom.base.Secret;
import dev.atom.benchmarks.store.BenchTables;
import dev.atom.benchmarks.store.PlainWriter;
import dev.atom.benchmarks.store.SingleRows;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;

/// The audit trail alone: 64 callers that each wait for their decision to be durable and leave an
/// outcome behind, as fast as it goes; beside it plain JDBC with the same rows.
final class AuditBench {
  private static final int CALLERS = 64;
  private static final List<Integer> IN_FLIGHT = List.of(8, 64, 512, 2048);
  private static final int WARM_SECONDS = 8;
  private static final long HIGHEST_MICROS = 60_000_000;

  private final Consumer<String> progress;

  AuditBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /// One writer's figures, medians over the rounds.
  ///
  /// @param callsPerSecond decisions durable a second; each is two rows and a payload
  /// @param p50 of a decision's wait, microseconds
  /// @param p99 of it
  /// @param postgresMicros CPU of PostgreSQL per call
  /// @param ownMicros CPU of this process per call
  record Row(
      String name,
      double callsPerSecond,
      double p50,
      double p99,
      double postgresMicros,
      double ownMicros) {}

  /// What single events reach beside single-row inserts of the same columns, medians over the
  /// rounds.
  ///
  /// @param inserts rows a second that eight clients insert, each in a transaction of its own
  /// @param appends events a second by how many callers wait at once
  record Singles(double inserts, SortedMap<Integer, Double> appends) {
    /// The best of the appends in inserts.
    double ratio() {
      return appends.values().stream().mapToDouble(each -> each).max().orElse(0) / inserts;
    }
  }

  /// Alternates eight clients that insert a row and commit it with callers that wait for one event
  /// each: no payload on either side, the same columns, constraints and indexes.
  Singles singles(int seconds, int rounds) throws IOException, InterruptedException, SQLException {
    try (var parts = new CloseStack()) {
      var folder = Workbench.newFolder(parts);
      var postgres = parts.push(EmbeddedPostgres.start(PostgresSettings.keptIn(folder)));
      BenchTables.make(postgres, Samples.DOMAIN, Samples.AGENT);
      var url = postgres.url(AtomRole.ATOM_AUDIT);
      var config =
          new AuditConfig(
              url, Secret.of(Workbench.HMAC_SECRET), Duration.ofSeconds(20), 8192, Duration.ZERO);
      var trail =
          parts.push(ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom()));
      events("warm", trail, 512, WARM_SECONDS);
      List<Double> inserts = new ArrayList<>();
      SortedMap<Integer, List<Double>> appends = new TreeMap<>();
      for (int i = 0; i < rounds; i++) {
        inserts.add(SingleRows.perSecond(url, 8, seconds, (1L << 50) + ((long) i << 40)));
        progress.accept("single-row inserts, 8 clients: " + Text.whole(inserts.getLast()) + "/s");
        for (int callers : IN_FLIGHT) {
          appends
              .computeIfAbsent(callers, _ -> new ArrayList<>())
              .add(events(callers + " events waited for", trail, callers, seconds));
        }
      }
      SortedMap<Integer, Double> medians = new TreeMap<>();
      appends.forEach((callers, rates) -> medians.put(callers, Statistics.median(rates)));
      return new Singles(Statistics.median(inserts), medians);
    }
  }

  private double events(String name, ChainedAuditTrail trail, int callers, int seconds)
      throws InterruptedException {
    var room = new Semaphore(callers);
    var done = new AtomicLong();
    var failed = new AtomicLong();
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end && room.tryAcquire(20, TimeUnit.SECONDS)) {
      var _ =
          trail
              .append(Samples.outcome(UUID.randomUUID(), UUID.randomUUID()), Durability.STRICT)
              .whenComplete((_, e) -> {
                (e == null ? done : failed).incrementAndGet();
                room.release();
              });
    }
    if (!room.tryAcquire(callers, 20, TimeUnit.SECONDS) || failed.get() > 0) {
      throw new IllegalStateException(name + ": " + failed + " appends failed or never ended");
    }
    double rate = done.get() / ((System.nanoTime() - began) / 1e9);
    progress.accept(name + ": " + Text.whole(rate) + "/s");
    return rate;
  }

  /// Something that makes events durable.
  private interface Writer extends AutoCloseable {
    /// `then` is told whether the decision is durable, on any thread.
    void append(AuditEvent decision, AuditEvent outcome, Consumer<Boolean> then);

    @Override
    void close();
  }

  List<Row> measure(int seconds, int rounds)
      throws IOException, InterruptedException, SQLException {
    try (var parts = new CloseStack()) {
      var folder = Workbench.newFolder(parts);
      var postgres = parts.push(EmbeddedPostgres.start(PostgresSettings.keptIn(folder)));
      BenchTables.make(postgres, Samples.DOMAIN, Samples.AGENT);
      var url = postgres.url(AtomRole.ATOM_AUDIT);
      var chained = parts.push(chained(url));
      var plain = parts.push(plain(url));
      run("warm chain", chained, postgres.pid(), WARM_SECONDS);
      run("warm plain", plain, postgres.pid(), WARM_SECONDS);
      List<Row> ofChain = new ArrayList<>();
      List<Row> ofPlain = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        ofChain.add(run("chain", chained, postgres.pid(), seconds));
        ofPlain.add(run("plain JDBC", plain, postgres.pid(), seconds));
      }
      return List.of(median(ofChain), median(ofPlain));
    }
  }

  private static Writer chained(String url) {
    var config = AuditConfig.of(url, Secret.of(Workbench.HMAC_SECRET));
    var trail = ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom());
    return new Writer() {
      @Override
      public void append(AuditEvent decision, AuditEvent outcome, Consumer<Boolean> then) {
        var _ =
            trail
                .append(decision, Durability.STRICT)
                .whenComplete((_, e) -> then.accept(e == null));
        var _ = trail.append(outcome, Durability.BATCHED);
      }

      @Override
      public void close() {
        trail.close();
      }
    };
  }

  private static Writer plain(String url) throws SQLException {
    var writer = PlainWriter.open(url, InstantSource.system());
    return new Writer() {
      @Override
      public void append(AuditEvent decision, AuditEvent outcome, Consumer<Boolean> then) {
        writer.append(decision, () -> then.accept(true));
        writer.append(outcome, () -> {});
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  private Row run(String name, Writer writer, long postgresPid, int seconds)
      throws IOException, InterruptedException {
    var latency = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    var failed = new AtomicLong();
    var room = new Semaphore(CALLERS);
    String payload = Samples.input().canonicalJson();
    long own = Usage.ownCpuMicros();
    long postgres = Usage.cpuMicros(postgresPid);
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end && room.tryAcquire(20, TimeUnit.SECONDS)) {
      var id = UUID.randomUUID();
      var decision = Samples.decision(id, payload);
      var outcome = Samples.outcome(id, UUID.randomUUID());
      long sent = System.nanoTime();
      writer.append(
          decision,
          outcome,
          durable -> {
            if (durable) {
              latency.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - sent) / 1_000));
            } else {
              failed.incrementAndGet();
            }
            room.release();
          });
    }
    if (!room.tryAcquire(CALLERS, 20, TimeUnit.SECONDS) || failed.get() > 0) {
      throw new IllegalStateException(name + ": " + failed + " appends failed or never ended");
    }
    long calls = latency.getTotalCount();
    double took = (System.nanoTime() - began) / 1e9;
    var row =
        new Row(
            name,
            calls / took,
            latency.getValueAtPercentile(50),
            latency.getValueAtPercentile(99),
            (Usage.cpuMicros(postgresPid) - postgres) / (double) calls,
            (Usage.ownCpuMicros() - own) / (double) calls);
    progress.accept(
        "%s: %.0f calls/s, p50 %s ms, p99 %s ms"
            .formatted(name, row.callsPerSecond(), Text.millis(row.p50()), Text.millis(row.p99())));
    return row;
  }

  private static Row median(List<Row> rows) {
    return new Row(
        rows.getFirst().name(),
        Statistics.median(rows.stream().map(Row::callsPerSecond).toList()),
        Statistics.median(rows.stream().map(Row::p50).toList()),
        Statistics.median(rows.stream().map(Row::p99).toList()),
        Statistics.median(rows.stream().map(Row::postgresMicros).toList()),
        Statistics.median(rows.stream().map(Row::ownMicros).toList()));
  }
}
