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

  /// The folder, absolute.
  public Path folder(Map<String, String> environment) {
    Path chosen = data;
    if (chosen == null) {
      String fromEnvironment = environment.get("ATOM_DATA");
      chosen =
          fromEnvironment == null || fromEnvironment.isBlank()
              ? Path.of(System.getProperty("user.home"), ".atom")
              : Path.of(fromEnvironment);
    }
    return chosen.toAbsolutePath().normalize();
  }
}
