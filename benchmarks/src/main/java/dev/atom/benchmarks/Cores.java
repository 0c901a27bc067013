// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which processor belongs to the proxy under test, and which to everything else: load, upstream,
/// PostgreSQL and this program.
///
/// @param proxy the proxy's one processor
/// @param rest the others
record Cores(int proxy, List<Integer> rest) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  Cores {
    rest = List.copyOf(rest);
  }

  /// Divides the processors this process may use: the last is the proxy's.
  ///
  /// @throws AtomException with fewer than two
  static Cores divide() throws IOException {
    String allowed = "";
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(ALLOWED)) {
        allowed = line.substring(ALLOWED.length()).strip();
      }
    }
    List<Integer> all = parse(allowed);
    if (all.size() < 2) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "this process may use processors '"
              + allowed
              + "': two are needed, one for the proxy and one for the load");
    }
    return new Cores(all.getLast(), all.subList(0, all.size() - 1));
  }

  /// Reads a list such as `0-2,5`.
  static List<Integer> parse(String list) {
    List<Integer> found = new ArrayList<>();
    for (String part : list.split(",")) {
      String[] ends = part.strip().split("-");
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        found.add(i);
      }
    }
    return found;
  }

  /// Moves this process to the processors of the load; its children inherit them.
  void moveHere() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                "taskset", "-a", "-c", "-p", list(), Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), Command.CHARSET);
    if (process.waitFor() != 0) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "taskset cannot place this process: " + said.strip());
    }
  }

  /// The processors of the load, as `taskset` takes them.
  String list() {
    return rest.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// The beginning of a command line that runs on the proxy's processor.
  List<String> onProxy() {
    return List.of("taskset", "-c", Integer.toString(proxy));
  }
}
