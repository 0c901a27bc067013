// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import java.nio.file.Path;
import java.time.InstantSource;

/// The program behind `./atom`.
public final class AtomMain {
  private AtomMain() {}

  public static void main(String[] arguments) {
    var console =
        new Console(
            System.out, System.err, System.in, System.getenv(), InstantSource.system(), home());
    int code = ExitCodes.INTERNAL;
    try {
      code = AtomCommand.run(console, arguments);
    } finally {
      // Also after an Error: threads of a command must not keep a dead program alive.
      System.exit(code);
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("atom.home", ".")).toAbsolutePath().normalize();
  }
}
