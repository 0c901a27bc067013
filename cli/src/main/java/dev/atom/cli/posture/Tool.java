// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program of somebody else that brings manifests: `helm`, `kubectl`. Found on the path, or where
/// an environment variable says; run without a shell, its answer read whole.
final class Tool {
  private final String name;
  private final Path program;
  private final Map<String, String> environment;

  private Tool(String name, Path program, Map<String, String> environment) {
    this.name = name;
    this.program = program;
    this.environment = environment;
  }

  /// The program of this name, if there is one; `ATOM_HELM` or the like comes first.
  static Optional<Tool> find(String name, String variable, Console console) {
    String named = console.environment().getOrDefault(variable, "");
    if (!named.isEmpty()) {
      return Optional.of(new Tool(name, Path.of(named), console.environment()));
    }
    String path =
        console.environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
    for (String folder : path.split(":")) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(new Tool(name, candidate, console.environment()));
      }
    }
    return Optional.empty();
  }

  /// The Java that runs this.
  static Tool java() {
    return new Tool("java", Path.of(System.getProperty("java.home"), "bin", "java"), Map.of());
  }

  /// What it prints when run with `arguments`.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE with the end of its complaint when it fails
  byte[] run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    Path complaint = null;
    try {
      complaint = Files.createTempFile("atom-" + name, ".err");
      var builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectError(complaint.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw failed(Files.readString(complaint, StandardCharsets.UTF_8));
      }
      return out;
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failed("it was interrupted");
    } finally {
      delete(complaint);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // A left file in the temporary folder harms nobody.
    }
  }

  private AtomException failed(String complaint) {
    String bare = complaint.strip();
    String end = bare.length() > 2000 ? bare.substring(bare.length() - 2000) : bare;
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE, name + " (" + program + ") failed: " + end);
  }
}
