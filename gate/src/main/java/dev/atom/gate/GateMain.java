// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.telemetry.ParentWatch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `gate --config FILE [--parent-watch]`: runs GATE until it is told to stop by SIGTERM or, with
/// `--parent-watch`, by the end of its standard input.
///
/// Exit codes: 0 stopped as told, 64 wrong usage or configuration, 69 something needed is
/// unavailable, 70 a defect.
public final class GateMain {
  private static final Logger LOG = LoggerFactory.getLogger(GateMain.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private GateMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    int at = arguments.indexOf("--config");
    if (at < 0 || at + 1 >= arguments.size()) {
      System.err.println("usage: gate --config FILE [--parent-watch]");
      return 64;
    }
    try {
      var file = Path.of(arguments.get(at + 1));
      var config = ConfigLoader.load(GateConfig.class, ConfigSources.of(file)).orThrow().config();
      serve(config, arguments.contains("--parent-watch"));
      return 0;
    } catch (AtomException e) {
      LOG.error("GATE cannot run: {}", e.getMessage());
      return exitCode(e.code());
    } catch (IllegalArgumentException e) {
      LOG.error("GATE cannot run: {}", e.getMessage());
      return 64;
    } catch (RuntimeException e) {
      LOG.error("GATE cannot run", e);
      return 70;
    }
  }

  private static int exitCode(ErrorCode code) {
    return switch (code.category()) {
      case USAGE -> 64;
      case UNAVAILABLE -> 69;
      case INTERNAL -> 70;
    };
  }

  private static void serve(GateConfig config, boolean parentWatch) {
    var told = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    var random = new SecureRandom();
    var app = new GateApp(config, InstantSource.system(), System::nanoTime, random);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  told.countDown();
                  awaitQuietly(stopped);
                }));
    if (parentWatch) {
      new ParentWatch(System.in, told::countDown).start();
    }
    try (app) {
      app.start(PATIENCE);
      LOG.atInfo()
          .addKeyValue("event", "ready")
          .addKeyValue("port", app.port())
          .log("GATE serves on port {}", app.port());
      awaitQuietly(told);
    } finally {
      stopped.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
