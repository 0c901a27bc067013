// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import dev.atom.base.Sha256;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.process.ServerProcess;
import dev.atom.process.Serving;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// Starts the control plane: `--config FILE [--set key=value]... [--parent-watch] [--check]`. Exit
/// codes: see [ServerProcess].
public final class StudioMain {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private StudioMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    process().main(arguments);
  }

  static ServerProcess<StudioConfig> process() {
    return new ServerProcess<>("studio", StudioConfig.class, StudioMain::start);
  }

  private static Serving start(Loaded<StudioConfig> loaded, PrintStream out) {
    var app = new StudioApp(loaded.config(), InstantSource.system(), new SecureRandom());
    try {
      app.start(Sha256.hex(loaded.effective().toJson()), PATIENCE);
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
    return app;
  }
}
