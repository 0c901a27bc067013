// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.store.ChainExport;
import dev.atom.audit.store.LeafReader;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.PublicVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.CloseStack;
import dev.atom.base.Secret;
import dev.atom.benchmarks.store.BenchTables;
import dev.atom.benchmarks.store.BulkWriter;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// What the proof costs when it is written and when it is checked.
final class VerifyBench {
  static final String WITH_CHAIN = "batches of 512, one writer, with chain and leaves";
  static final String CONSTANT = "the same with constant hashes";
  private static final int BATCH = 512;
  private static final int TURN = 10;
  private static final int LONG_BATCH = 4096;
  private static final long PUBLISHED = 400_000;
  private static final int IN_MEMORY = 100_000;

  private final Consumer<String> progress;
  private double overhead = Double.NaN;

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
      figures.add(
          verify(
              "chain and root, 2 threads",
              source,
              Plan.of(keys).with(2).with(sink(new MerkleFrontier())),
              postgres.pid()));
      published(figures, reader, entries, folder);
      files(figures, reader, keys, entries, folder, postgres.pid());
      return figures;
    }
  }

  private void write(List<Figure> figures, EmbeddedPostgres postgres, Secret secret, long entries)
      throws SQLException, IOException, InterruptedException {
    var url = postgres.url(AtomRole.ATOM_AUDIT);
    var without = postgres.url(AtomRole.ATOM_AUDIT, BenchTables.withoutChain(postgres));
    String payload = Samples.input().canonicalJson();
    try (var writer = new BulkWriter(url, secret, payload, new SplittableRandom(1));
        var constant = new BulkWriter(without, secret, payload, new SplittableRandom(2))) {
      // In turns, so that both see the same machine; the median of the turns.
      List<List<Turn>> turns = List.of(new ArrayList<>(), new ArrayList<>());
      long rounds = Math.max(2, entries / (BATCH * TURN));
      for (long round = 0; round < rounds; round++) {
        for (int which = 0; which < 2; which++) {
          long own = Usage.ownCpuMicros();
          long server = Usage.cpuMicros(postgres.pid());
          long began = System.nanoTime();
          for (int i = 0; i < TURN; i++) {
            if (which == 0) {
              writer.chained(BATCH, VerifyBench::fact, micros());
            } else {
              constant.constant(BATCH, VerifyBench::fact, micros());
            }
          }
          double rows = BATCH * (double) TURN;
          turns
              .get(which)
              .add(
                  new Turn(
                      (System.nanoTime() - began) / 1e3 / rows,
                      (Usage.ownCpuMicros() - own) / rows,
                      (Usage.cpuMicros(postgres.pid()) - server) / rows));
        }
      }
      figures.add(figure(WITH_CHAIN, turns.get(0)));
      figures.add(figure(CONSTANT, turns.get(1)));
      List<Double> more = new ArrayList<>();
      for (int i = 1; i < rounds; i++) {
        more.add(turns.get(0).get(i).micros() / turns.get(1).get(i).micros() - 1);
      }
      overhead = Statistics.median(more);
      progress.accept("chain and leaves: " + Text.percent(overhead) + " more time");
    }
  }

  /// One turn of a writer.
  ///
  /// @param micros a row took
  private record Turn(double micros, double own, double server) {}

  private Figure figure(String name, List<Turn> turns) {
    var warm = turns.subList(1, turns.size());
    var figure =
        new Figure(
            name,
            1e6 / Statistics.median(warm.stream().map(Turn::micros).toList()),
            Statistics.median(warm.stream().map(Turn::own).toList()),
            Statistics.median(warm.stream().map(Turn::server).toList()));
    progress.accept(figure.toString());
    return figure;
  }

  /// How much more time batches with chain and leaves took than those with constant hashes: the
  /// median of turns side by side.
  double overhead() {
    return overhead;
  }

  /// A long chain, verified once.
  ///
  /// @param seconds it took
  /// @param heap bytes of live objects at a tenth, the half and nine tenths of it
  record LongChain(long entries, double written, double seconds, List<Long> heap) {}

  /// Writes a chain of `entries` and verifies chain and root once with two threads.
  LongChain longChain(long entries) throws IOException, SQLException {
    try (var parts = new CloseStack()) {
      var folder = Workbench.newFolder(parts);
      var postgres = parts.push(EmbeddedPostgres.start(PostgresSettings.keptIn(folder)));
      BenchTables.make(postgres, Samples.DOMAIN, Samples.AGENT);
      var secret = Secret.of(Workbench.HMAC_SECRET);
      var url = postgres.url(AtomRole.ATOM_AUDIT);
      var config = new AuditConfig(url, secret, Duration.ofSeconds(20), 100, Duration.ZERO);
      ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom()).close();
      long began = System.nanoTime();
      try (var writer = new BulkWriter(url, secret, "", new SplittableRandom(1))) {
        for (long written = 1; written < entries; ) {
          int count = (int) Math.min(LONG_BATCH, entries - written);
          writer.chained(count, VerifyBench::fact, micros());
          written += count;
          if (written % 1_000_000 < count) {
            progress.accept(written + " entries written");
          }
        }
      }
      double writing = (System.nanoTime() - began) / 1e9;
      var reader =
          parts.push(Database.open(PostgresUrl.parse(postgres.url(AtomRole.ATOM_READER)), "b", 2));
      var keys = KeyRing.of(secret);
      var source = new PostgresEntrySource(reader);
      verify("warm", source, Plan.of(keys).with(2).from(1, 200_000), postgres.pid());
      List<Long> heap = new ArrayList<>();
      var frontier = new MerkleFrontier();
      var plan =
          Plan.of(keys)
              .with(2)
              .with(sink(frontier))
              .with((LongConsumer) checked -> watch(heap, checked, entries));
      long start = System.nanoTime();
      verify("a chain of " + entries, source, plan, postgres.pid());
      double seconds = (System.nanoTime() - start) / 1e9;
      return new LongChain(frontier.size(), entries / writing, seconds, List.copyOf(heap));
    }
  }

  private static void watch(List<Long> heap, long checked, long entries) {
    long[] at = {entries / 10, entries / 2, entries / 10 * 9};
    if (heap.size() < at.length && checked >= at[heap.size()]) {
      System.gc();
      var runtime = Runtime.getRuntime();
      heap.add(runtime.totalMemory() - runtime.freeMemory());
    }
  }

  private static Plan.LeafSink sink(MerkleFrontier frontier) {
    return (_, hashes) -> {
      for (int at = 0; at < hashes.length; at += 32) {
        frontier.append(hashes, at);
      }
    };
  }

  /// The root from published files and a public key, and from leaves in memory.
  private void published(List<Figure> figures, Database reader, long entries, Path folder)
      throws IOException {
    var log = new PublishedFolder(folder.resolve("log"));
    var tiles = new Tiles(log);
    List<byte[]> some = new ArrayList<>();
    long last = Math.min(entries, PUBLISHED);
    new LeafReader(reader)
        .leaves(
            1,
            last,
            (bytes, from, length) -> {
              try {
                tiles.append(bytes, from, length);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              if (some.size() < IN_MEMORY) {
                some.add(Arrays.copyOfRange(bytes, from, from + length));
              }
            });
    tiles.flush();
    SigningKeyFile.make(folder.resolve("log.pem"), new SecureRandom());
    var signer =
        SigningKeyFile.open(folder.resolve("log.pem"), "bench.local/audit", KeyType.ED25519);
    var checkpoint = new Checkpoint("bench.local/audit", tiles.size(), tiles.root());
    byte[] note = SignedNote.sign(checkpoint.text(), List.of(signer)).bytes();
    var verifier = new PublicVerifier(List.of(signer.publicKey()), _ -> {});
    for (int threads : List.of(1, 2)) {
      try (var pool = new ForkJoinPool(threads)) {
        for (int i = 0; i < 2; i++) { // the first warms
          var name = "root of a published log, " + threads + " threads";
          var figure =
              timed(
                  name,
                  tiles.size(),
                  () -> pool.submit(() -> verifier.verify(log, note, List.of())).join());
          if (i == 1) {
            figures.add(figure);
          }
        }
      }
    }
    Runnable root =
        () -> {
          var frontier = new MerkleFrontier();
          some.forEach(leaf -> frontier.appendLeaf(leaf, 0, leaf.length));
          frontier.root();
        };
    timed("warm", some.size(), root);
    figures.add(timed("root of leaves in memory, 1 thread", some.size(), root));
  }

  private Figure timed(String name, long count, Runnable work) throws IOException {
    long own = Usage.ownCpuMicros();
    long began = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    var figure =
        new Figure(name, count / seconds, (Usage.ownCpuMicros() - own) / (double) count, 0);
    progress.accept(figure.toString());
    return figure;
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
