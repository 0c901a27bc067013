// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import java.lang.management.ManagementFactory;
import java.util.List;

/// How this very JVM was started, to start another one like it.
final class OwnJvm {
  private OwnJvm() {}

  /// The options, without those about ahead-of-time caches.
  static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:AOT"))
        .toList();
  }

  /// Class path and main class.
  static List<String> program() {
    return List.of("-cp", System.getProperty("java.class.path"), "dev.atom.cli.AtomMain");
  }
}
