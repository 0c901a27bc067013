// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.base.Sha256;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.process.ServerProcess;
import dev.atom.process.Serving;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts GATE: `--config FILE [--set key=value]... [--parent-watch] [--check]`. Exit codes: see
/// [ServerProcess].
public final class GateMain {
  private static final Logger LOG = LoggerFactory.getLogger(GateMain.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private GateMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    process().main(arguments);
  }

  static ServerProcess<GateConfig> process() {
    return new ServerProcess<>("gate", GateConfig.class, GateMain::start);
  }

  private static Serving start(Loaded<GateConfig> loaded, PrintStream out) {
    LOG.info("authentication mode: {}", loaded.config().identity().mode().label());
    var clocks = new GateApp.Clocks(InstantSource.system(), System::nanoTime);
    var app = new GateApp(loaded.config(), clocks, new SecureRandom(), out);
    try {
      app.start(Sha256.hex(loaded.effective().toJson()), PATIENCE);
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
    return app;
  }
}
