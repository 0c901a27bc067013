// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.config.ConfigResult.Loaded;
import dev.atom.process.ServerProcess;
import dev.atom.process.Serving;
import java.io.PrintStream;
import java.time.InstantSource;

/// Starts the witness: `--config FILE [--set key=value]... [--parent-watch] [--check]`. Exit codes:
/// see [ServerProcess].
public final class WitnessMain {
  private WitnessMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    process().main(arguments);
  }

  static ServerProcess<WitnessConfig> process() {
    return new ServerProcess<>("witness", WitnessConfig.class, WitnessMain::start);
  }

  private static Serving start(Loaded<WitnessConfig> loaded, PrintStream out) {
    var app = new WitnessApp(loaded.config(), InstantSource.system());
    try {
      app.start();
      return app;
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }
}
