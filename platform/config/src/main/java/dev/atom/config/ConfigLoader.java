// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Loads a process's configuration: flags over environment over file over defaults.
///
/// A component `staleAfter` is the key `stale-after`; a nested record is a nested mapping. Types:
/// String, int, long, boolean, Duration, ByteSize, Path, URI, Secret, enums, List, Optional, and
/// records of these. A component without [Default] that is not Optional must be given. A record
/// refuses itself by [IllegalArgumentException] in its compact constructor.
public final class ConfigLoader {
  private ConfigLoader() {}

  /// Loads `root` from `sources`.
  ///
  /// @throws IllegalArgumentException when the record itself has a component without a form
  public static <T extends Record> ConfigResult<T> load(Class<T> root, ConfigSources sources) {
    List<ConfigProblem> problems = new ArrayList<>();
    Shape.Node shape = Shape.of(root);
    ConfigTree.Keys tree =
        sources
            .file()
            .map(file -> YamlFile.read(file, problems::add))
            .orElseGet(() -> ConfigTree.Keys.empty(Origin.none()));
    if (!problems.isEmpty()) {
      // What follows from a file that could not be read is noise.
      return new Refused<>(problems);
    }
    for (String flag : sources.flags()) {
      String wrong = ConfigTree.overlay(tree, flag);
      if (!wrong.isEmpty()) {
        String key = flag.contains("=") ? flag.substring(0, flag.indexOf('=')) : "";
        problems.add(new ConfigProblem(key, "", "flag --set", wrong, "write --set key=value"));
      }
    }
    var unknown = new UnknownKeys(root, shape, problems);
    var binder = new Binder(sources.environment(), folder(sources), unknown, problems);
    Object config = binder.node("", shape, tree);
    if (config == null || !problems.isEmpty()) {
      return new Refused<>(problems);
    }
    return new Loaded<>(root.cast(config), new EffectiveConfig(binder.entries()));
  }

  private static Path folder(ConfigSources sources) {
    return sources.file().map(file -> file.toAbsolutePath().getParent()).orElse(Path.of(""));
  }
}
