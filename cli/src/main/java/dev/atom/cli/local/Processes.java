// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The processes that are configured, each with its root record.
enum Processes {
  GATE("dev.atom.gate.GateConfig"),
  STUDIO("dev.atom.studio.StudioConfig"),
  LLM("dev.atom.llm.LlmConfig"),
  ARCHIVER("dev.atom.archiver.ArchiverConfig"),
  WITNESS("dev.atom.witness.WitnessConfig");

  private final String root;

  Processes(String root) {
    this.root = root;
  }

  /// The process of this name.
  ///
  /// @throws AtomException BAD_REQUEST naming those there are
  static Processes named(String name) {
    for (Processes process : values()) {
      if (process.name().toLowerCase(Locale.ROOT).equals(name)) {
        return process;
      }
    }
    throw new AtomException(
        ErrorCode.BAD_REQUEST,
        "'" + name + "' has no configuration: gate, studio, llm, archiver, witness");
  }

  /// Loads the configuration as the process itself would.
  ConfigResult<? extends Record> load(Path file, Map<String, String> environment) {
    if (!Files.isReadable(file)) {
      throw new AtomException(ErrorCode.NOT_FOUND, "the file " + file + " cannot be read");
    }
    try {
      Class<? extends Record> type = Class.forName(root).asSubclass(Record.class);
      return ConfigLoader.load(
          type, new ConfigSources(Optional.of(file), environment, java.util.List.of()));
    } catch (ClassNotFoundException e) {
      throw new AtomException(
          ErrorCode.INTERNAL, root + " is not on the class path of this program", e);
    }
  }
}
