// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the figures of a run belong to.
///
/// @param processors that this program may use
/// @param cpu the model
/// @param kernel of the operating system
/// @param jdk version and vendor
/// @param storage the file system below PostgreSQL
record Machine(int processors, String cpu, String kernel, String jdk, String storage) {
  static Machine here(Cores cores, Path folder) throws IOException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
    return new Machine(
        cores.rest().size() + 1,
        cpu,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"),
        Files.getFileStore(folder).type());
  }

  @Override
  public String toString() {
    return "%d processors (%s), %s, JDK %s, PostgreSQL on %s with fsync"
        .formatted(processors, cpu, kernel, jdk, storage);
  }
}
