// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of this benchmark, stopped by its id and by nothing else. It ends with us: the kernel
/// tells it when we are gone, however that happened.
final class Child implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts `command` on the load's processors; what it prints goes to `log`.
  ///
  /// Called on the main thread: the kernel takes the starting thread's end for ours.
  static Child start(List<String> command, Path log) throws IOException {
    List<String> whole = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
    whole.addAll(command);
    Process process =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Child(process, log);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Where its output is.
  Path log() {
    return log;
  }

  /// Asks it to stop; after 10 s makes it.
  @Override
  public void close() {
    stop(STOP);
  }

  /// Asks it to stop; after `patience` makes it.
  void stop(Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
