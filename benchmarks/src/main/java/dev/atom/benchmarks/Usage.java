// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What processes and processors have used so far, as the kernel counts it.
final class Usage {
  private static final long TICKS_PER_SECOND = 100;
  private static final long PAGE = 4096;

  private Usage() {}

  /// User and system time of a process with all its threads and descendants, in microseconds.
  /// Descendants that have ended count through the parent that waited for them.
  static long cpuMicros(long pid) throws IOException {
    long ticks = 0;
    for (long each : tree(pid)) {
      ticks += ticks(stat(each));
    }
    return ticks * (1_000_000 / TICKS_PER_SECOND);
  }

  /// The same of this process alone, without those it started.
  static long ownCpuMicros() throws IOException {
    return ownMicros(stat(ProcessHandle.current().pid()));
  }

  /// User and system time in the `stat` of a process or thread, in microseconds.
  static long ownMicros(String stat) {
    return ticks(stat, 2) * (1_000_000 / TICKS_PER_SECOND);
  }

  /// Resident memory of a process and its descendants, in bytes. Shared pages count for each.
  static long residentBytes(long pid) throws IOException {
    long pages = 0;
    for (long each : tree(pid)) {
      String text = read(Path.of("/proc", Long.toString(each), "statm"));
      pages += text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[1]);
    }
    return pages * PAGE;
  }

  /// The share of time the processors were not idle between two readings of [#processors].
  static double busy(long[] before, long[] after) {
    long all = after[0] - before[0];
    return all == 0 ? 0 : 1 - (double) (after[1] - before[1]) / all;
  }

  /// The share of the time between two readings that these microseconds of CPU are.
  static double share(long micros, long[] before, long[] after) {
    long all = after[0] - before[0];
    return all == 0 ? 0 : micros / (1e6 / TICKS_PER_SECOND) / all;
  }

  /// All ticks and idle ticks of these processors together.
  static long[] processors(List<Integer> numbers) throws IOException {
    long all = 0;
    long idle = 0;
    for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
      String[] words = line.split(" +");
      if (words[0].matches("cpu\\d+") && numbers.contains(Integer.valueOf(words[0].substring(3)))) {
        for (int i = 1; i <= 8; i++) {
          all += Long.parseLong(words[i]);
        }
        idle += Long.parseLong(words[4]) + Long.parseLong(words[5]);
      }
    }
    return new long[] {all, idle};
  }

  private static List<Long> tree(long pid) {
    List<Long> all = new ArrayList<>(List.of(pid));
    ProcessHandle.of(pid)
        .ifPresent(root -> root.descendants().forEach(child -> all.add(child.pid())));
    return all;
  }

  /// utime, stime, cutime and cstime: the 14th to 17th value; the 2nd may hold blanks in brackets.
  static long ticks(String stat) {
    return ticks(stat, 4);
  }

  private static long ticks(String stat, int count) {
    if (stat.isEmpty()) {
      return 0;
    }
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = 11; i < 11 + count; i++) {
      sum += Long.parseLong(words[i]);
    }
    return sum;
  }

  private static String stat(long pid) throws IOException {
    return read(Path.of("/proc", Long.toString(pid), "stat"));
  }

  /// Empty for a process that has just ended.
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw e;
    }
  }
}
