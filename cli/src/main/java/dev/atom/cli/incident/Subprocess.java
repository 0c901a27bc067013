// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs one program and takes what it prints, so much and so long at the most.
final class Subprocess {
  private static final int BYTES_MAX = 32 << 20;
  private static final int COMPLAINT_MAX = 400;
  private static final long SECONDS_MAX = 60;

  private final String program;
  private final Map<String, String> environment;

  /// @param environment what the program sees beside what this process has
  Subprocess(String program, Map<String, String> environment) {
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /// What a run came to.
  sealed interface Outcome {
    /// It ended well.
    ///
    /// @param out what it printed, as UTF-8
    record Done(String out) implements Outcome {}

    /// It did not start, did not end, said too much, or ended badly.
    record Failed(String why) implements Outcome {}
  }

  Outcome run(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(program);
    line.addAll(arguments);
    @Nullable Path complaints = null;
    try {
      complaints = Files.createTempFile("atom", ".err");
      var builder = new ProcessBuilder(line).redirectError(complaints.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return outcome(process, complaints);
    } catch (IOException e) {
      return new Outcome.Failed(program + " cannot be run: " + e.getMessage());
    } finally {
      delete(complaints);
    }
  }

  private Outcome outcome(Process process, Path complaints) throws IOException {
    var timer = process.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS);
    var kill =
        timer.handle((_, failure) -> {
          if (failure != null) {
            process.destroyForcibly();
          }
          return failure == null;
        });
    byte[] out;
    try (InputStream in = process.getInputStream()) {
      out = in.readNBytes(BYTES_MAX + 1);
      if (out.length > BYTES_MAX) {
        process.destroyForcibly();
        return new Outcome.Failed(program + " printed more than " + BYTES_MAX + " bytes");
      }
    }
    boolean ended = kill.join();
    if (!ended) {
      return new Outcome.Failed(program + " did not end in " + SECONDS_MAX + " seconds");
    }
    int status = process.exitValue();
    return status == 0
        ? new Outcome.Done(new String(out, StandardCharsets.UTF_8))
        : new Outcome.Failed(program + " ended with " + status + ": " + text(complaints));
  }

  private static String text(Path complaints) throws IOException {
    String text = Files.readString(complaints, StandardCharsets.UTF_8).strip().replace('\n', ' ');
    return text.length() > COMPLAINT_MAX ? text.substring(0, COMPLAINT_MAX) : text;
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // the system empties its folder for such files
    }
  }
}
