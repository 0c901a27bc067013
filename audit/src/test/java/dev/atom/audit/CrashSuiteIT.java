// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.base.Secret;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.LimitedDisk;
import dev.atom.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One chain, a writer that lives through everything, and crash after crash beside it and below it.
/// After each: nothing acknowledged is lost, nothing is there twice, no gap, no fork, and the first
/// append comes within 5 seconds. 9 crashes; 200 with `-Datom.tests=all`, another seed with
/// `-Datom.seed`.
class CrashSuiteIT {
  private static final boolean ALL = "all".equals(System.getProperty("atom.tests"));
  private static final int CYCLES = ALL ? 200 : 9;
  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String URL =
      "postgresql://atom_audit:audit-password@127.0.0.1:%d/atom?sslmode=disable";

  /// What happens in one cycle.
  private enum Fault {
    KILLED_AT_A_STEP,
    SERVER_STOPPED_AT_ONCE,
    KILLED_ANYWHERE,
    CUT_AFTER_COMMIT,
    PAUSED_WITH_THE_LOCK,
    DISK_FULL,
    CLOCK_JUMPS
  }

  @TempDir private Path folder;
  private LimitedDisk disk;
  private PostgresSettings settings;
  private EmbeddedPostgres postgres;
  private FaultProxy proxy;
  private ChainedAuditTrail trail;
  private final AtomicLong offsetSeconds = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Map<Fault, Duration> slowest = new EnumMap<>(Fault.class);
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private String prefix = "";
  private int writers;
  private volatile boolean stop;
  private int made;

  @BeforeEach
  void begin() throws IOException {
    disk = LimitedDisk.at(folder.resolve("disk"), this::server);
    settings =
        new PostgresSettings(
            folder.resolve("disk/cluster"),
            0,
            Map.of(AtomRole.ATOM_AUDIT, Secret.of("audit-password")),
            TestPostgres.ownSettings(folder).binaries(),
            true);
    postgres = EmbeddedPostgres.start(settings);
    settings = settings.withPort(postgres.port());
    Migrations.run(PostgresUrl.parse(postgres.url(AtomRole.ATOM_OWNER)));
    proxy = new FaultProxy(postgres.port());
    var config = Trails.config(URL.formatted(proxy.port()), Trails.SECRET, PATIENCE);
    trail =
        ChainedAuditTrail.open(
            config,
            () -> InstantSource.system().instant().plusSeconds(offsetSeconds.get()),
            new SecureRandom());
  }

  @AfterEach
  void end() throws IOException {
    processes.forEach(Process::destroyForcibly);
    trail.close();
    proxy.close();
    postgres.close();
    disk.close();
  }

  private Stream<ProcessHandle> server() {
    return ProcessHandle.of(postgres.pid()).stream()
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()));
  }

  @Test
  @Feature("C7")
  void losesNothingDoublesNothingAndGoesOnAfterEachCrash() throws Exception {
    long seed = Long.getLong("atom.seed", 20);
    var random = new SplittableRandom(seed);
    var steps = CrashStep.values();
    int step = random.nextInt(steps.length);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      var fault = Fault.values()[cycle % Fault.values().length];
      step = 1 + step % (steps.length - 1);
      String what = "cycle " + cycle + ", " + fault + ", " + steps[step] + ", seed " + seed;
      var load = load();
      awaitOwn(20);
      happen(fault, steps[step], random);
      var recovery = untilTheNextAppend();
      slowest.merge(fault, recovery, (a, b) -> a.compareTo(b) > 0 ? a : b);
      assertThat(recovery).as(what).isLessThan(RECOVERY);
      endWriters();
      awaitOwn(2); // whatever a dead writer had asked for is decided now
      stop = true;
      load.join();
      assertWhole(what);
    }
    System.out.println(
        CYCLES + " crashes, seed " + seed + "; the slowest first append after each: " + slowest);
  }

  private void happen(Fault fault, CrashStep step, SplittableRandom random) throws Exception {
    switch (fault) {
      case KILLED_AT_A_STEP -> {
        var writer = start(step, random.nextInt(CrashStep.PASSES_MAX), "die");
        assertThat(writer.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isEqualTo(137);
      }
      case KILLED_ANYWHERE -> {
        var writer = start(CrashStep.NONE, 0, "die");
        awaitOf(prefix, 1 + random.nextInt(400));
        writer.destroyForcibly().waitFor();
      }
      case SERVER_STOPPED_AT_ONCE -> {
        new ProcessBuilder("kill", "-QUIT", Long.toString(postgres.pid())).start().waitFor();
        startAgain();
      }
      case DISK_FULL -> fillTheDisk();
      case CUT_AFTER_COMMIT -> {
        proxy.cutInsteadOfReply("COMMIT");
        await().atMost(WAIT).until(() -> !proxy.armed());
      }
      case PAUSED_WITH_THE_LOCK -> pause(2 + random.nextInt(20));
      case CLOCK_JUMPS -> {
        for (long jump : List.of(DAY.toSeconds(), -DAY.toSeconds(), 0L)) {
          offsetSeconds.set(jump);
          awaitOwn(20);
        }
      }
    }
  }

  /// The server refuses, or gives up when its own log does not fit; with room again it goes on, or
  /// is started as an operator would.
  private void fillTheDisk() throws Exception {
    disk.fill();
    long refused = failed.get();
    await().atMost(WAIT).until(() -> failed.get() >= refused + 2);
    long before = answered.get();
    disk.makeRoom();
    await()
        .atMost(WAIT)
        .until(() -> answered.get() > before + 1 || !ProcessHandle.of(postgres.pid()).isPresent());
    if (answered.get() <= before + 1) {
      startAgain();
    }
  }

  private void startAgain() throws Exception {
    postgres.onExit().get(WAIT.toSeconds(), TimeUnit.SECONDS);
    postgres.close();
    postgres = EmbeddedPostgres.start(settings);
  }

  /// A writer stands still with the head locked, for longer than the server lets it; then it wakes
  /// up, without the lock.
  private void pause(int after) throws Exception {
    var writer = start(CrashStep.LOCKED, after, "stop");
    var state = Path.of("/proc", Long.toString(writer.pid()), "stat");
    await().atMost(WAIT).until(() -> Files.readString(state).contains(") T "));
    assertThat(untilTheNextAppend()).isLessThan(RECOVERY);
    int before = countOf(prefix);
    new ProcessBuilder("kill", "-CONT", Long.toString(writer.pid())).start().waitFor();
    awaitOf(prefix, before + 50);
  }

  private Thread load() {
    stop = false;
    return Thread.ofVirtual()
        .start(() -> {
          while (!stop) {
            String id = "own-" + made++;
            trail
                .append(Trails.event(id))
                .thenAccept(receipt -> {
                  acknowledged.put(id, receipt.seq());
                  answered.incrementAndGet();
                })
                .exceptionally(_ -> {
                  failed.incrementAndGet();
                  return null;
                })
                .join();
          }
        });
  }

  /// The second answer from now on belongs to an append that began after now.
  private Duration untilTheNextAppend() {
    long began = System.nanoTime();
    awaitOwn(2);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void awaitOwn(int more) {
    long wanted = answered.get() + more;
    await().pollInterval(Duration.ofMillis(5)).atMost(WAIT).until(() -> answered.get() >= wanted);
  }

  private void awaitOf(String prefix, int wanted) {
    await().atMost(WAIT).until(() -> countOf(prefix) >= wanted);
  }

  private int countOf(String prefix) {
    return (int) acknowledged.keySet().stream().filter(id -> id.startsWith(prefix)).count();
  }

  /// Starts a writer of its own process and collects what it says was acknowledged.
  private Process start(CrashStep step, int after, String how) throws IOException {
    prefix = "writer" + ++writers + "-";
    var writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingMain.class.getName(),
                URL,
                Integer.toString(postgres.port()),
                prefix,
                step.name(),
                Integer.toString(after),
                how,
                Long.toString(PATIENCE.toMillis()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(writer);
    readers.add(Thread.ofVirtual().start(() -> collect(writer)));
    return writer;
  }

  /// A line that was cut off by the crash does not end with a full stop.
  private void collect(Process writer) {
    try (var reader = writer.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 4 && words[3].equals(".")) {
          acknowledged.put(words[1], Long.valueOf(words[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void endWriters() throws InterruptedException {
    for (var writer : processes) {
      writer.destroyForcibly().waitFor();
    }
    for (var reader : readers) {
      reader.join();
    }
    processes.clear();
    readers.clear();
  }

  private void assertWhole(String what) {
    var reader = PostgresUrl.parse(postgres.url(AtomRole.ATOM_READER));
    try (var database = Database.open(reader, "test", 1)) {
      var stored = stored(database);
      assertThat(stored).as(what).containsAllEntriesOf(acknowledged);
      assertThat(ChainVerifier.verify(new PostgresEntrySource(database), KeyRing.of(Trails.SECRET)))
          .as(what)
          .isInstanceOfSatisfying(
              Verification.Ok.class,
              intact -> assertThat(intact.count()).as(what).isEqualTo(stored.size() + 1));
    }
  }

  private static Map<String, Long> stored(Database database) {
    return database.read(connection -> {
      Map<String, Long> stored = new HashMap<>();
      try (var statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT decision_id, id FROM audit_log_chain WHERE id > 1")) {
        while (rows.next()) {
          assertThat(stored.put(rows.getString(1), rows.getLong(2))).isNull();
        }
      }
      return stored;
    });
  }
}
