// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

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

/// `studio --config FILE [--parent-watch]`: runs the control plane until it is told to stop by
/// SIGTERM or, with `--parent-watch`, by the end of its standard input.
///
/// Exit codes: 0 stopped as told, 64 wrong usage or configuration, 69 something needed is
/// unavailable, 70 a defect.
public final class StudioMain {
  private static final Logger LOG = LoggerFactory.getLogger(StudioMain.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final List<String> OPTIONS = List.of("--config", "--parent-watch");

  private StudioMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  static int run(List<String> arguments) {
    int at = arguments.indexOf("--config");
    boolean known = arguments.stream().filter(a -> a.startsWith("--")).allMatch(OPTIONS::contains);
    if (at < 0 || at + 1 >= arguments.size() || !known) {
      System.err.println("usage: studio --config FILE [--parent-watch]");
      return 64;
    }
    try {
      var sources = ConfigSources.of(Path.of(arguments.get(at + 1)));
      var loaded = ConfigLoader.load(StudioConfig.class, sources).orThrow();
      LOG.atInfo()
          .addKeyValue("event", "config_loaded")
          .addKeyValue("config", loaded.effective().toJson())
          .log("the configuration is loaded");
      serve(loaded.config(), arguments.contains("--parent-watch"));
      return 0;
    } catch (AtomException e) {
      LOG.error("studio cannot run: {}", e.getMessage());
      return exitCode(e.code());
    } catch (IllegalArgumentException e) {
      LOG.error("studio cannot run: {}", e.getMessage());
      return 64;
    } catch (RuntimeException e) {
      LOG.error("studio cannot run", e);
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

  private static void serve(StudioConfig config, boolean parentWatch) {
    var told = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
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
    try (var app = new StudioApp(config, InstantSource.system(), new SecureRandom())) {
      app.start(PATIENCE);
      LOG.atInfo()
          .addKeyValue("event", "ready")
          .addKeyValue("port", app.port())
          .log("studio serves on port {}", app.port());
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
