// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One supervised process: started, watched, started again when it ends by itself, stopped on
/// request.
///
/// Its standard input is a pipe from us that nobody writes to: when we are killed it reaches its
/// end, and the process stops by itself. A virtual thread watches it.
final class ChildProcess implements AutoCloseable {
  /// Longer than the longest drain of a process.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration STABLE = Duration.ofSeconds(30);
  private static final long BACK_OFF_MILLIS_FIRST = 200;
  private static final long BACK_OFF_MILLIS_MAX = 10_000;

  /// What the shell has set for another installation must not lead this one to its database.
  private static final Set<String> NOT_INHERITED =
      Set.of(
          "DATABASE_URL",
          "JWT_PUBLIC_KEY_PATH",
          "JWT_PRIVATE_KEY_PATH",
          "PLATFORM_HMAC_SECRET",
          "ATOM_ENCRYPTION_KEY",
          "GATE_PORT");

  private final ChildSpec spec;
  private final LongConsumer started;
  private final BiConsumer<String, Integer> ended;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Process process;

  /// @param started told the process id of every start
  /// @param ended told name and exit status whenever it ended unasked
  ChildProcess(ChildSpec spec, LongConsumer started, BiConsumer<String, Integer> ended) {
    this.spec = spec;
    this.started = started;
    this.ended = ended;
  }

  String name() {
    return spec.name();
  }

  /// Starts the process and its watch.
  synchronized void start() {
    process = launch();
    Thread.ofVirtual().name("watch-" + spec.name()).start(this::watch);
  }

  private Process launch() {
    try {
      // A session of its own: a Ctrl-C at the terminal reaches the supervisor only, which stops
      // its processes in order.
      var command = new ArrayList<String>();
      command.add("setsid");
      command.addAll(spec.command());
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      builder.environment().keySet().removeAll(NOT_INHERITED);
      Process fresh = builder.start();
      started.accept(fresh.pid());
      return fresh;
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, spec.name() + " cannot be started: " + e, e);
    }
  }

  private void watch() {
    long backOff = BACK_OFF_MILLIS_FIRST;
    try {
      while (true) {
        long start = System.nanoTime();
        int status = current().waitFor();
        if (stopping.getCount() == 0) {
          return;
        }
        ended.accept(spec.name(), status);
        if (System.nanoTime() - start > STABLE.toNanos()) {
          backOff = BACK_OFF_MILLIS_FIRST;
        }
        if (stopping.await(backOff, TimeUnit.MILLISECONDS) || !relaunch()) {
          return;
        }
        backOff = Math.min(backOff * 2, BACK_OFF_MILLIS_MAX);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process current() {
    if (process == null) {
      throw new IllegalStateException(spec.name() + " was not started");
    }
    return process;
  }

  private synchronized boolean relaunch() {
    if (stopping.getCount() == 0) {
      return false;
    }
    process = launch();
    return true;
  }

  /// Asks the process to stop (SIGTERM), waits for it, kills it when it takes too long.
  @Override
  public void close() {
    Process toStop;
    synchronized (this) {
      stopping.countDown();
      toStop = process;
    }
    if (toStop == null) {
      return;
    }
    toStop.destroy();
    try {
      if (!toStop.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        toStop.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      toStop.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    closePipe(toStop.getOutputStream());
  }

  private static void closePipe(OutputStream pipe) {
    try {
      pipe.close();
    } catch (IOException _) {
      // The other end is gone, which is what we wanted.
    }
  }
}
