// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which threads of a JVM use its CPU, in groups.
final class Threads {
  private static final Map<String, String> GROUPS =
      Map.of(
          "vert.x-eventloo", "event loop",
          "audit-writer", "audit writer",
          "access-log", "access log",
          "C1 Compiler", "JIT compilers",
          "C2 Compiler", "JIT compilers",
          "GC Thread", "collector and VM",
          "VM Thread", "collector and VM");

  private Threads() {}

  /// Microseconds of CPU so far, by group. Threads that have ended are not in it.
  static Map<String, Double> cpuMicros(long pid) throws IOException {
    Map<String, Double> groups = new TreeMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        String stat = Usage.read(task.resolve("stat"));
        if (!stat.isEmpty()) {
          String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
          groups.merge(group(name), (double) Usage.ownMicros(stat), Double::sum);
        }
      }
    }
    return groups;
  }

  static String group(String thread) {
    for (var group : GROUPS.entrySet()) {
      if (thread.startsWith(group.getKey())) {
        return group.getValue();
      }
    }
    return "others";
  }

  /// What was added between two readings, divided by `count`.
  static Map<String, Double> perRequest(
      Map<String, Double> before, Map<String, Double> after, double count) {
    Map<String, Double> each = new TreeMap<>();
    after.forEach((group, micros) ->
        each.put(group, Math.max(0, micros - before.getOrDefault(group, 0.0)) / count));
    return each;
  }

  /// The medians of several readings.
  static Map<String, Double> median(List<Map<String, Double>> readings) {
    Map<String, Double> middle = new TreeMap<>();
    readings.stream()
        .flatMap(reading -> reading.keySet().stream())
        .distinct()
        .forEach(group ->
            middle.put(
                group,
                Statistics.median(
                    readings.stream().map(r -> r.getOrDefault(group, 0.0)).toList())));
    return middle;
  }
}
