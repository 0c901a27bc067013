// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.postgres.AtomRole;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs one instance: PostgreSQL, then studio, witness, archiver, llm and gate as child processes,
/// until closed.
///
/// What ends by itself is started again, with growing pauses. Closing stops gate first, so that
/// what is in flight finishes against living upstreams, and the database last. When this process is
/// killed, its children notice and stop; the database is found by the next start.
public final class Supervisor implements AutoCloseable {
  private static final Duration READY_WAIT = Duration.ofSeconds(90);
  private static final int EARLY_ENDS_MAX = 3;

  private final DataFolder data;
  private final Path shippedPolicies;
  private final InstantSource clock;
  private final Consumer<String> tell;
  private final JavaCommand java;
  private final CloseStack open = new CloseStack();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Programs, Integer> earlyEnds = new EnumMap<>(Programs.class);
  private final DatabaseKeeper database;
  private InstanceState state = InstanceState.NONE;
  private boolean stopping;

  /// @param home where the program lies: its policies and caches
  /// @param tell progress for people
  public Supervisor(DataFolder data, Path home, InstantSource clock, Consumer<String> tell) {
    this(data, home, JavaCommand.ofThisProcess(home.resolve("target/atom")), clock, tell);
  }

  /// A supervisor whose processes write their ahead-of-time caches into `caches` when they end.
  public static Supervisor training(
      DataFolder data, Path home, Path caches, InstantSource clock, Consumer<String> tell) {
    return new Supervisor(
        data, home, JavaCommand.ofThisProcess(caches).trainingInto(caches), clock, tell);
  }

  private Supervisor(
      DataFolder data, Path home, JavaCommand java, InstantSource clock, Consumer<String> tell) {
    this.data = data;
    this.shippedPolicies = home.resolve("policies");
    this.java = java;
    this.clock = clock;
    this.tell = tell;
    this.database =
        new DatabaseKeeper(data.postgres(), tell, pid -> update(state().withPid("postgres", pid)));
  }

  /// Refuses at once what [#start] would refuse: a folder that cannot be used or is in use, a port
  /// that is taken.
  ///
  /// @throws AtomException as [#start]
  public static void check(DataFolder data, int gatePort) {
    data.prepare();
    DataLock.take(data).close();
    InstanceState before = InstanceState.read(data).orElse(InstanceState.NONE);
    LeftBehind.stop(data, before);
    Ports.choose(gatePort(gatePort, before), before.ports());
  }

  private static int gatePort(int given, InstanceState before) {
    return given != 0 ? given : before.ports().getOrDefault(DataFolder.GATE, 8443);
  }

  /// Starts everything and returns when all of it is ready.
  ///
  /// @param gatePort GATE's port, or 0 for the one used last time, 8443 at first
  public InstanceState start(int gatePort) {
    data.prepare();
    open.push(DataLock.take(data));
    InstanceState before = InstanceState.read(data).orElse(InstanceState.NONE);
    LeftBehind.stop(data, before).forEach(tell);
    Map<String, Integer> ports = Ports.choose(gatePort(gatePort, before), before.ports());
    makeWhatIsMissing(!before.prepared());
    update(before.stopped().withPorts(ports).withPid("supervisor", ProcessHandle.current().pid()));
    tell.accept("starting PostgreSQL");
    open.push(database);
    database.start();
    update(state().withDatabase(database.current().url(AtomRole.ATOM_READER)));
    new ConfigFiles(data, ports, database.current()).write();
    startProcesses(before.prepared());
    return state();
  }

  private void makeWhatIsMissing(boolean firstStart) {
    var random = new SecureRandom();
    if (new DevelopmentCa(data, clock.instant(), random)
        .ensure(Stream.concat(DataFolder.PROCESSES.stream(), Stream.of(DataFolder.CLI)).toList())) {
      tell.accept("made certificates for 127.0.0.1");
    }
    new InstanceSecrets(data, random).ensure(firstStart);
    ShippedPolicies.ensure(shippedPolicies, data);
  }

  /// The first start is in order, since studio makes the schema; later ones are all at once.
  private void startProcesses(boolean allAtOnce) {
    for (Programs program : Programs.values()) {
      tell.accept("starting " + program.processName());
      start(program);
      if (!allAtOnce && program == Programs.STUDIO) {
        awaitReady(program);
      }
    }
    for (Programs program : Programs.values()) {
      awaitReady(program);
    }
  }

  private void start(Programs program) {
    LogFiles.rotate(data.log(program.processName()));
    var child =
        new ChildProcess(
            program.spec(data, java),
            pid -> update(state().withPid(program.processName(), pid)),
            (name, status) -> ended(program, status));
    open.push(child);
    child.start();
  }

  private synchronized void ended(Programs program, int status) {
    if (stopping) {
      return;
    }
    // A configuration that is refused now is refused the next time too.
    earlyEnds.merge(program, status == 64 ? EARLY_ENDS_MAX : 1, Integer::sum);
    tell.accept(program.processName() + " ended with status " + status + ", starting it again");
  }

  private void awaitReady(Programs program) {
    var readiness = new Readiness(InstanceTls.client(data));
    String url = state().url(program.processName());
    long start = System.nanoTime();
    String problem = "";
    try {
      while (System.nanoTime() - start < READY_WAIT.toNanos()) {
        problem = readiness.problem(url);
        if (problem.isEmpty()) {
          return;
        }
        if (closed.await(30, TimeUnit.MILLISECONDS)) {
          throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, "stopped while starting");
        }
        refuseEndless(program);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw doesNotStart(program, problem);
  }

  private synchronized void refuseEndless(Programs program) {
    if (earlyEnds.getOrDefault(program, 0) >= EARLY_ENDS_MAX) {
      throw doesNotStart(program, "it ends each time");
    }
  }

  private AtomException doesNotStart(Programs program, String problem) {
    Path log = data.log(program.processName());
    List<String> last = LogFiles.lastLines(log, 5);
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        program.processName()
            + " does not start: "
            + problem
            + ". The end of "
            + log
            + ":\n  "
            + String.join("\n  ", last));
  }

  /// Records that the instance serves; the next start may take the short way.
  public synchronized void declareReady() {
    update(state.nowReady());
  }

  /// Returns when the instance was closed, tending the log files until then.
  public void awaitClosed() throws InterruptedException {
    while (!closed.await(10, TimeUnit.SECONDS)) {
      for (Programs program : Programs.values()) {
        LogFiles.cut(data.log(program.processName()));
      }
    }
  }

  private synchronized InstanceState state() {
    return state;
  }

  private synchronized void update(InstanceState next) {
    state = next;
    state.write(data);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (stopping) {
        return;
      }
      stopping = true;
    }
    try {
      // Newest first: gate, llm, archiver, witness, studio, database, lock.
      closeAll();
    } finally {
      closed.countDown();
    }
  }

  private void closeAll() {
    boolean started = !state().ports().isEmpty();
    if (started) {
      open.push(() -> tell.accept("stopping gate, llm, archiver, witness, studio and PostgreSQL"));
    }
    open.close();
    if (started) {
      update(state().stopped());
    }
  }
}
