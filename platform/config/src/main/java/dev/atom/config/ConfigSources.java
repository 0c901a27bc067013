// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a configuration comes from: flags over environment over file over defaults.
///
/// @param file the YAML file, if there is one
/// @param environment the variables
/// @param flags what followed each `--set`, such as `listener.port=9443`
public record ConfigSources(
    Optional<Path> file, Map<String, String> environment, List<String> flags) {
  public ConfigSources {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
  }

  /// The file and the variables of this process.
  public static ConfigSources of(Path file) {
    return new ConfigSources(Optional.of(file), System.getenv(), List.of());
  }

  /// The same with other variables.
  public ConfigSources withEnvironment(Map<String, String> variables) {
    return new ConfigSources(file, variables, flags);
  }

  /// The same with other flags.
  public ConfigSources withFlags(List<String> sets) {
    return new ConfigSources(file, environment, sets);
  }
}
