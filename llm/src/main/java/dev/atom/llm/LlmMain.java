// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

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

/// Starts the provider gateway: `--config FILE [--set key=value]... [--parent-watch] [--check]`.
/// Exit codes: see [ServerProcess].
public final class LlmMain {
  private static final int EVENTS_WAITING = 8192;

  private LlmMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] arguments) {
    process().main(arguments);
  }

  static ServerProcess<LlmConfig> process() {
    return new ServerProcess<>("llm", LlmConfig.class, LlmMain::start);
  }

  private static Serving start(Loaded<LlmConfig> loaded, PrintStream out) {
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
      var app = parts.push(new LlmApp(loaded.config(), digest, trail, clock, random, out));
      app.start();
      return Serving.of(app::port, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
