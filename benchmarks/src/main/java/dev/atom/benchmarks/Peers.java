// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The programs that GATE is measured with: found, or installed from the distribution.
///
/// An installation starts no service: while it runs, `policy-rc.d`, which Debian asks before
/// starting one, says no.
final class Peers {
  private static final List<String> PROGRAMS = List.of("nginx", "haproxy", "wrk", "redis-server");
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/sbin"),
          Path.of("/usr/bin"),
          Path.of("/usr/local/sbin"),
          Path.of("/usr/local/bin"));
  private static final Path START_POLICY = Path.of("/usr/sbin/policy-rc.d");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Peers() {}

  /// The full path of each program.
  ///
  /// @throws AtomException naming what is missing and the way to get it
  static Programs ensure(Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      if (!System.getProperty("user.name").equals("root") || find("apt-get") == null) {
        throw new AtomException(
            ErrorCode.DEPENDENCY_UNAVAILABLE,
            String.join(", ", missing)
                + " missing: on Debian 'sudo apt-get install "
                + String.join(" ", missing)
                + "'");
      }
      progress.accept("installing " + String.join(", ", missing));
      install(missing, folder);
    }
    return new Programs(need("nginx"), need("haproxy"), need("wrk"), need("redis-server"));
  }

  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String program : PROGRAMS) {
      if (find(program) == null) {
        missing.add(program);
      }
    }
    return missing;
  }

  private static void install(List<String> packages, Path folder)
      throws IOException, InterruptedException {
    boolean ours = !Files.exists(START_POLICY);
    if (ours) {
      Files.writeString(START_POLICY, "#!/bin/sh\nexit 101\n");
      Files.setPosixFilePermissions(START_POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try {
      var quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
      Command.run(List.of("apt-get", "update"), quiet, folder.resolve("apt-update.log"), PATIENCE);
      List<String> command =
          new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
      command.addAll(packages);
      Command.run(command, quiet, folder.resolve("apt-install.log"), PATIENCE);
    } finally {
      if (ours) {
        Files.delete(START_POLICY);
      }
    }
  }

  private static String need(String program) {
    Path found = find(program);
    if (found == null) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, program + " is not there after its installation");
    }
    return found.toString();
  }

  private static @Nullable Path find(String program) {
    for (Path folder : FOLDERS) {
      Path file = folder.resolve(program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  /// Where the programs are.
  record Programs(String nginx, String haproxy, String wrk, String redis) {}
}
