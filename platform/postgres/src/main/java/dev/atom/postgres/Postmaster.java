// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What runs on a data folder right now, read from `postmaster.pid` and `/proc`.
///
/// The pid file alone proves nothing, a pid is reused: a process counts only when its program is
/// `postgres` and its working folder is this data folder.
final class Postmaster {
  private static final int STATUS_LINE = 7;
  private final Path data;

  Postmaster(Path data) {
    this.data = data;
  }

  /// Whether the server with this pid accepts connections.
  boolean ready(long pid) {
    List<String> lines = pidFile();
    return lines.size() > STATUS_LINE
        && lines.getFirst().strip().equals(Long.toString(pid))
        && lines.get(STATUS_LINE).strip().equals("ready");
  }

  /// The living server of this folder, if there is one.
  Optional<ProcessHandle> living() {
    List<String> lines = pidFile();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(lines.getFirst().strip());
      return ProcessHandle.of(pid).filter(this::servesThisFolder);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Stops the server and what a killed server left behind; tells whether there was something.
  boolean stopOrphan() throws IOException, InterruptedException {
    Optional<ProcessHandle> server = living();
    if (server.isPresent()) {
      stop(server.get());
    }
    List<ProcessHandle> backends = leftBehind();
    for (ProcessHandle backend : backends) {
      if (!endsWithin(backend, 2)) {
        Signals.send(backend, "QUIT");
        endsWithin(backend, 2);
      }
    }
    return server.isPresent() || !backends.isEmpty();
  }

  /// Fast shutdown: clients are disconnected, data is flushed; harder means when that takes long.
  static void stop(ProcessHandle server) throws IOException, InterruptedException {
    Signals.send(server, "INT");
    if (endsWithin(server, 20)) {
      return;
    }
    Signals.send(server, "QUIT");
    if (endsWithin(server, 5)) {
      return;
    }
    server.destroyForcibly();
    endsWithin(server, 5);
  }

  private static boolean endsWithin(ProcessHandle process, int seconds)
      throws InterruptedException {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid(), e);
    }
  }

  private List<ProcessHandle> leftBehind() {
    return ProcessHandle.allProcesses().filter(this::servesThisFolder).toList();
  }

  private boolean servesThisFolder(ProcessHandle process) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      return PostgresBinaries.isServer(Files.readSymbolicLink(proc.resolve("exe")))
          && Files.readSymbolicLink(proc.resolve("cwd")).equals(PostgresBinaries.real(data));
    } catch (IOException _) {
      // Gone in the meantime, or not ours to look at.
      return false;
    }
  }

  private List<String> pidFile() {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (IOException _) {
      return List.of();
    }
  }
}
