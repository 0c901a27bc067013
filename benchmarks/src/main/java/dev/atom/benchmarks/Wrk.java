// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The closed-loop load generator: 64 connections that each send the next request when the answer
/// to the last has come.
final class Wrk {
  static final int CONNECTIONS = 64;

  private static final Pattern RESULT =
      Pattern.compile("RESULT requests=(\\d+) micros=(\\d+) status=(\\d+) socket=(\\d+)");
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final String program;
  private final Path script;
  private final Path log;

  /// @param script with the request
  Wrk(String program, Path script, Path log) {
    this.program = program;
    this.script = script;
    this.log = log;
  }

  /// What a run saw.
  ///
  /// @param requests answers received
  /// @param micros how long it took
  /// @param errors answers other than 2xx and 3xx, and broken connections
  record Result(long requests, long micros, long errors) {
    double perSecond() {
      return requests * 1e6 / micros;
    }
  }

  Result run(String url, int seconds) throws IOException, InterruptedException {
    var command =
        List.of(
            program,
            "-t1",
            "-c" + CONNECTIONS,
            "-d" + seconds + "s",
            "--timeout",
            "5s",
            "-s",
            script.toString(),
            url);
    return parse(Command.run(command, Map.of(), log, GRACE.plusSeconds(seconds)));
  }

  static Result parse(String said) {
    var found = RESULT.matcher(said);
    if (!found.find()) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "wrk printed no result: " + said.strip());
    }
    return new Result(
        Long.parseLong(found.group(1)),
        Long.parseLong(found.group(2)),
        Long.parseLong(found.group(3)) + Long.parseLong(found.group(4)));
  }
}
