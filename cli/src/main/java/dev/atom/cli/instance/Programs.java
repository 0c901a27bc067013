// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.gate.GateJvm;
import java.nio.file.Path;
import java.util.List;

/// The five processes of an instance: main class and JVM settings of each.
enum Programs {
  STUDIO(DataFolder.STUDIO, "dev.atom.studio.StudioMain"),
  WITNESS(DataFolder.WITNESS, "dev.atom.witness.WitnessMain"),
  ARCHIVER(DataFolder.ARCHIVER, "dev.atom.archiver.ArchiverMain"),
  LLM(DataFolder.LLM, "dev.atom.llm.LlmMain"),
  GATE(DataFolder.GATE, "dev.atom.gate.GateMain");

  private final String processName;
  private final String mainClass;

  Programs(String processName, String mainClass) {
    this.processName = processName;
    this.mainClass = mainClass;
  }

  String processName() {
    return processName;
  }

  ChildSpec spec(DataFolder data, JavaCommand java) {
    return new ChildSpec(
        processName,
        java.of(processName, mainClass, jvm(), arguments(data)),
        data.log(processName));
  }

  private List<String> jvm() {
    return switch (this) {
      case STUDIO, LLM, ARCHIVER -> JavaCommand.SMALL;
      case WITNESS -> JavaCommand.TINY;
      case GATE -> GateJvm.options();
    };
  }

  private List<String> arguments(DataFolder data) {
    Path config = data.config(processName);
    return List.of("--config", config.toString(), "--parent-watch");
  }
}
