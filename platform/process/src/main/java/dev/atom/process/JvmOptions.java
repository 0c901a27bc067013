// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import java.util.List;

/// What the JVM of every process of ours is told, whoever starts it.
public final class JvmOptions {
  private static final List<String> COMMON =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8",
          "-Duser.timezone=UTC",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private JvmOptions() {}

  /// The options that all have in common.
  public static List<String> common() {
    return COMMON;
  }
}
