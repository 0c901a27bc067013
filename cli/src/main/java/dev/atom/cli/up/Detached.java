// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts the supervisor as a process of its own session and returns when the instance is ready.
final class Detached {
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(180);
  private final Console console;
  private final DataFolder data;

  Detached(Console console, DataFolder data) {
    this.console = console;
    this.data = data;
  }

  int start(int port, boolean json) throws InterruptedException {
    data.prepare();
    Path log = data.log("supervisor");
    Process supervisor = launch(port, log);
    long start = System.nanoTime();
    while (System.nanoTime() - start < NANOS_MAX) {
      if (supervisor.waitFor(25, TimeUnit.MILLISECONDS)) {
        printLog(log);
        return supervisor.exitValue() == 0 ? ExitCodes.UNAVAILABLE : supervisor.exitValue();
      }
      if (readyUnder(supervisor.pid())) {
        Welcome.print(console, data, json);
        return ExitCodes.DONE;
      }
    }
    supervisor.destroy();
    throw new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE, "the instance is not ready after 3 minutes: see " + log);
  }

  private boolean readyUnder(long pid) {
    return InstanceState.read(data)
        .filter(state -> state.ready() && Long.valueOf(pid).equals(state.pids().get("supervisor")))
        .isPresent();
  }

  private Process launch(int port, Path log) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OwnJvm.options(console.home()));
    command.addAll(OwnJvm.program());
    command.addAll(List.of("up", "--untrained", "--data", data.root().toString()));
    if (port != 0) {
      command.addAll(List.of("--port", Integer.toString(port)));
    }
    try {
      PrivateFiles.write(log, "");
      return new ProcessBuilder(command)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "the supervisor cannot be started: " + e, e);
    }
  }

  private void printLog(Path log) {
    try {
      Files.readAllLines(log).forEach(console::tell);
    } catch (IOException e) {
      console.tell("see " + log);
    }
  }
}
