// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Processes of a supervisor that was killed: they notice and stop by themselves, and until they
/// have, they hold the ports.
public final class LeftBehind {
  private static final int SECONDS_TO_STOP = 15;

  private LeftBehind() {}

  /// Waits for those that the last run left behind; what it had to stop is told.
  public static List<String> stop(DataFolder data, InstanceState before) {
    List<String> told = new ArrayList<>();
    for (Programs program : Programs.values()) {
      Long pid = before.pids().get(program.processName());
      if (pid != null) {
        ProcessHandle.of(pid)
            .filter(process -> runs(process, data.config(program.processName())))
            .ifPresent(process -> {
              end(process);
              told.add("stopped " + program.processName() + " of an earlier run");
            });
      }
    }
    return told;
  }

  private static boolean runs(ProcessHandle process, Path config) {
    try {
      String line =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8);
      return line.contains("\0" + config + "\0");
    } catch (IOException _) {
      return false;
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      process.destroyForcibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid(), e);
    }
  }
}
