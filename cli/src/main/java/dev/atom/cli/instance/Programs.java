// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.nio.file.Path;
import java.util.List;

/// The four processes of an instance: main class and JVM settings of each.
enum Programs {
  STUDIO(DataFolder.STUDIO, "dev.atom.studio.StudioMain", "-Xmx192m -XX:+UseSerialGC"),
  ARCHIVER(
      DataFolder.ARCHIVER,
      "dev.atom.archiver.ArchiverMain",
      "-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
  LLM(DataFolder.LLM, "dev.atom.llm.LlmMain", "-Xmx192m -XX:+UseSerialGC"),
  GATE(DataFolder.GATE, "dev.atom.gate.GateMain", "-Xms48m -Xmx256m -XX:+UseParallelGC");

  private final String processName;
  private final String mainClass;
  private final String jvm;

  Programs(String processName, String mainClass, String jvm) {
    this.processName = processName;
    this.mainClass = mainClass;
    this.jvm = jvm;
  }

  String processName() {
    return processName;
  }

  ChildSpec spec(DataFolder data, JavaCommand java) {
    return new ChildSpec(
        processName,
        java.of(processName, mainClass, List.of(jvm.split(" ")), arguments(data)),
        data.log(processName));
  }

  private List<String> arguments(DataFolder data) {
    Path config = data.config(processName);
    return List.of("--config", config.toString(), "--parent-watch");
  }
}
