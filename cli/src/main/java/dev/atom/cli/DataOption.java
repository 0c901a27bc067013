// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which instance a subcommand speaks of: the option `--data`, else `ATOM_DATA`, else `~/.atom`.
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the instance (default: $ATOM_DATA, else ~/.atom).")
  private @Nullable Path data;

  /// Where an instance lies when nobody says where: `.atom` in `$HOME`, as the shell understands
  /// `~`. The JVM's own idea of a home comes from the user database and may be another.
  public static Path usual(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isBlank() ? System.getProperty("user.home") : home, ".atom")
        .toAbsolutePath()
        .normalize();
  }

  /// The folder, absolute.
  public Path folder(Map<String, String> environment) {
    Path chosen = data;
    if (chosen == null) {
      String fromEnvironment = environment.get("ATOM_DATA");
      chosen =
          fromEnvironment == null || fromEnvironment.isBlank()
              ? usual(environment)
              : Path.of(fromEnvironment);
    }
    return chosen.toAbsolutePath().normalize();
  }
}
