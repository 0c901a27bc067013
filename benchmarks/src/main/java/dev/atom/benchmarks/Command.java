// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs that run to their end within a bounded time.
final class Command {
  /// What programs here speak.
  static final Charset CHARSET = StandardCharsets.UTF_8;

  private Command() {}

  /// What `command` printed, error output included. `log` keeps it as well.
  ///
  /// @throws AtomException when it fails or takes longer than `most`
  static String run(List<String> command, Map<String, String> environment, Path log, Duration most)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw failed(command, "took longer than " + most.toSeconds() + " s", log);
    }
    String said = Files.readString(log);
    if (process.exitValue() != 0) {
      throw failed(command, "ended with " + process.exitValue() + ": " + lastLine(said), log);
    }
    return said;
  }

  private static AtomException failed(List<String> command, String how, Path log) {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE, command.getFirst() + " " + how + " (see " + log + ")");
  }

  private static String lastLine(String said) {
    String[] lines = said.strip().split("\n");
    return lines[lines.length - 1];
  }
}
