// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.ChainExport;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.base.CloseStack;
import dev.atom.base.Secret;
import dev.atom.benchmarks.store.BenchTables;
import dev.atom.benchmarks.store.BulkWriter;
import dev.atom.benchmarks.store.SingleRows;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/// What the proof costs when it is written and when it is checked.
final class VerifyBench {
  private static final int BATCH = 512;
  private static final long SINGLE_FIRST = 1L << 50;

  private final Consumer<String> progress;

  VerifyBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /// One figure.
  ///
  /// @param perSecond entries, rows or leaves a second
  /// @param ownMicros CPU of this process for each
  /// @param postgresMicros CPU of PostgreSQL for each
  record Figure(String name, double perSecond, double ownMicros, double postgresMicros) {}

  List<Figure> measure(long entries) throws IOException, SQLException, InterruptedException {
    try (var parts = new CloseStack()) {
      var folder = Workbench.newFolder(parts);
      var postgres = parts.push(EmbeddedPostgres.start(PostgresSettings.keptIn(folder)));
      BenchTables.make(postgres, Samples.DOMAIN, Samples.AGENT);
      var secret = Secret.of(Workbench.HMAC_SECRET);
      var url = postgres.url(AtomRole.ATOM_AUDIT);
      var config = new AuditConfig(url, secret, Duration.ofSeconds(20), 100, Duration.ZERO);
      ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom()).close();
      List<Figure> figures = new ArrayList<>();
      write(figures, postgres, secret, entries);
      var reader =
          parts.push(Database.open(PostgresUrl.parse(postgres.url(AtomRole.ATOM_READER)), "b", 2));
      var source = new PostgresEntrySource(reader);
      var keys = KeyRing.of(secret);
      verify("warm", source, Plan.of(keys), postgres.pid());
      for (int threads : List.of(1, 2)) {
        figures.add(
            verify(
                "verify from PostgreSQL, " + threads + " threads",
                source,
                Plan.of(keys).with(threads),
                postgres.pid()));
      }
      var frontier = new MerkleFrontier();
      Plan.LeafSink sink =
          (_, hashes) -> {
            for (int at = 0; at < hashes.length; at += 32) {
              frontier.append(hashes, at);
            }
          };
      figures.add(
          verify(
              "chain and root, 2 threads",
              source,
              Plan.of(keys).with(2).with(sink),
              postgres.pid()));
      files(figures, reader, keys, entries, folder, postgres.pid());
      return figures;
    }
  }

  private void write(List<Figure> figures, EmbeddedPostgres postgres, Secret secret, long entries)
      throws SQLException, IOException, InterruptedException {
    var url = postgres.url(AtomRole.ATOM_AUDIT);
    figures.add(
        new Figure(
            "single-row inserts, 8 clients", SingleRows.perSecond(url, 8, 10, SINGLE_FIRST), 0, 0));
    progress.accept(figures.getLast().toString());
    var without = postgres.url(AtomRole.ATOM_AUDIT, BenchTables.withoutChain(postgres));
    String payload = Samples.input().canonicalJson();
    try (var writer = new BulkWriter(url, secret, payload, new SplittableRandom(1));
        var constant = new BulkWriter(without, secret, payload, new SplittableRandom(2))) {
      // In turns, so that both see the same machine.
      long[] nanos = new long[2];
      long[] own = new long[2];
      long[] server = new long[2];
      long rounds = Math.max(1, entries / (BATCH * 40L));
      for (long round = 0; round < rounds; round++) {
        for (int which = 0; which < 2; which++) {
          long own0 = Usage.ownCpuMicros();
          long server0 = Usage.cpuMicros(postgres.pid());
          long began = System.nanoTime();
          for (int i = 0; i < 40; i++) {
            if (which == 0) {
              writer.chained(BATCH, VerifyBench::fact, micros());
            } else {
              constant.constant(BATCH, VerifyBench::fact, micros());
            }
          }
          nanos[which] += System.nanoTime() - began;
          own[which] += Usage.ownCpuMicros() - own0;
          server[which] += Usage.cpuMicros(postgres.pid()) - server0;
        }
      }
      double rows = rounds * 40.0 * BATCH;
      for (int which = 0; which < 2; which++) {
        figures.add(
            new Figure(
                which == 0
                    ? "batches of 512 with chain and leaves"
                    : "batches of 512, constant hashes",
                rows / (nanos[which] / 1e9),
                own[which] / rows,
                server[which] / rows));
        progress.accept(figures.getLast().toString());
      }
    }
  }

  private static long micros() {
    return InstantSource.system().millis() * 1000;
  }

  private static Fact fact(UUID id, boolean first) {
    return new Fact(
        id,
        first ? "decision" : "outcome",
        id.toString(),
        new Subject(Samples.DOMAIN.toString(), Samples.AGENT.toString(), "agent", "a".repeat(64)),
        new Call("gate", "127.0.0.1", "POST", Samples.PATH),
        new Verdict("allow", "", first ? 0 : 200, first ? -1 : 900),
        "{\"ending\":\"complete\",\"response_bytes\":257}");
  }

  private Figure verify(String name, EntrySource source, Plan plan, long postgresPid)
      throws IOException {
    long own = Usage.ownCpuMicros();
    long server = Usage.cpuMicros(postgresPid);
    long began = System.nanoTime();
    var found = ChainVerifier.verify(source, plan);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (!(found instanceof Verification.Ok ok)) {
      throw new IllegalStateException(name + ": " + found);
    }
    var figure =
        new Figure(
            name,
            ok.count() / seconds,
            (Usage.ownCpuMicros() - own) / (double) ok.count(),
            (Usage.cpuMicros(postgresPid) - server) / (double) ok.count());
    progress.accept(figure.toString());
    return figure;
  }

  private void files(
      List<Figure> figures,
      Database reader,
      KeyRing keys,
      long entries,
      Path folder,
      long postgresPid)
      throws IOException {
    var file = folder.resolve("chain.jsonl");
    try (var out = Files.newOutputStream(file)) {
      new ChainExport(reader).write(out, 1, Math.min(entries, 200_000));
    }
    var source = new JsonLinesEntrySource(file);
    long last = Math.min(entries, 200_000);
    verify("warm", source, Plan.of(keys).from(1, last), postgresPid);
    for (int threads : List.of(1, 2)) {
      figures.add(
          verify(
              "verify from a file, " + threads + " threads",
              source,
              Plan.of(keys).with(threads).from(1, last),
              postgresPid));
    }
  }
}
