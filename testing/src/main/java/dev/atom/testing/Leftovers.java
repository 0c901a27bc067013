// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Folders `run-<pid>` of servers whose test JVM was killed before it could stop them.
final class Leftovers {
  private static final String PREFIX = "run-";

  private Leftovers() {}

  /// Stops and removes those in `runs` whose JVM is gone.
  static void remove(Path runs) {
    if (!Files.isDirectory(runs)) {
      return;
    }
    try (Stream<Path> all = Files.list(runs)) {
      all.filter(Leftovers::isLeftover).toList().forEach(Leftovers::remove0);
    } catch (IOException | UncheckedIOException _) {
      // Another test JVM may be tidying the same folder: the next one finishes it.
    }
  }

  private static boolean isLeftover(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches(PREFIX + "\\d+")
        && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
  }

  private static void remove0(Path folder) {
    for (String line : pids(folder)) {
      // A process id may be somebody else's by now: ours names its folder on its command line.
      ProcessHandle.of(Long.parseLong(line))
          .filter(it -> it.info().commandLine().orElse("").contains(folder.toString()))
          .ifPresent(Leftovers::stop);
    }
    delete(folder);
  }

  private static List<String> pids(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".pid"))
          .map(Leftovers::read)
          .filter(text -> text.matches("\\d+"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills a process and waits until it is gone.
  static void stop(ProcessHandle process) {
    process.destroyForcibly();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // A process that cannot be killed is the machine's affair.
    }
  }

  /// Removes `folder` with all it holds.
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
