// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.base.CloseStack;
import dev.atom.base.Sha256;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.process.ServerProcess;
import dev.atom.process.Serving;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Starts the archiver: `--config FILE [--set key=value]... [--parent-watch] [--check]`. Exit
/// codes: see [ServerProcess].
public final class ArchiverMain {
  private static final int EVENTS_WAITING = 256;

  private ArchiverMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    process().main(arguments);
  }

  static ServerProcess<ArchiverConfig> process() {
    return new ServerProcess<>("archiver", ArchiverConfig.class, ArchiverMain::start);
  }

  private static Serving start(Loaded<ArchiverConfig> loaded, PrintStream out) {
    var clock = InstantSource.system();
    var random = new SecureRandom();
    var parts = new CloseStack();
    try {
      var audit = loaded.config().audit();
      var trail =
          parts.push(
              ChainedAuditTrail.open(
                  new AuditConfig(
                      audit.databaseUrl(),
                      audit.hmacSecret(),
                      audit.appendTimeout(),
                      EVENTS_WAITING),
                  clock,
                  random));
      String digest = Sha256.hex(loaded.effective().toJson());
      var app = parts.push(new ArchiverApp(loaded.config(), digest, trail, clock, random));
      app.start();
      return Serving.of(app::port, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
