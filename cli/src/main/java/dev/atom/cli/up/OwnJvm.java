// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this very JVM was started, to start another one like it.
final class OwnJvm {
  private static final String HOME = "-Datom.home=";

  private OwnJvm() {}

  /// The options, without those about ahead-of-time caches, and where the program lies.
  static List<String> options(Path home) {
    List<String> options =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    options.removeIf(option -> option.startsWith("-XX:AOT") || option.startsWith(HOME));
    options.add(HOME + home);
    return options;
  }

  /// Class path and main class.
  static List<String> program() {
    return List.of("-cp", System.getProperty("java.class.path"), "dev.atom.cli.AtomMain");
  }
}
