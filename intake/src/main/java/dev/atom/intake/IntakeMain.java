// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.config.ConfigResult.Loaded;
import dev.atom.process.ServerProcess;
import dev.atom.process.Serving;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Starts intake: `--config FILE [--set key=value]... [--parent-watch] [--check]`. Exit codes: see
/// [ServerProcess].
public final class IntakeMain {
  private IntakeMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    new ServerProcess<>("intake", IntakeConfig.class, IntakeMain::start).main(arguments);
  }

  private static Serving start(Loaded<IntakeConfig> loaded, PrintStream out) {
    var app = new IntakeApp(loaded.config(), InstantSource.system(), new SecureRandom());
    try {
      app.start();
      return new Running(app);
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private record Running(IntakeApp app) implements Serving {
    @Override
    public int port() {
      return app.agentPort();
    }

    @Override
    public void close() {
      app.close();
    }
  }
}
