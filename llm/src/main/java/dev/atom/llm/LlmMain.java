// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigSources;
import dev.atom.telemetry.ParentWatch;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the provider gateway: `--config FILE [--set key=value]... [--parent-watch] [--check]`.
///
/// Exit codes: 0 done, 64 wrong arguments or configuration, 69 something needed is unavailable, 70
/// a defect of ours.
public final class LlmMain {
  private static final Logger LOG = LoggerFactory.getLogger(LlmMain.class);
  private static final String USAGE =
      "usage: llm --config FILE [--set key=value]... [--parent-watch] [--check]";

  private LlmMain() {}

  /// Runs until SIGTERM, or until the parent is gone.
  public static void main(String[] args) {
    var stop = new CountDownLatch(1);
    var code = new CompletableFuture<Integer>();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  // The JVM would report the signal; stopping in order is not a failure.
                  Runtime.getRuntime().halt(code.join());
                },
                "stop"));
    code.complete(run(List.of(args), System.getenv(), System.out, stop));
    System.out.flush();
    System.exit(code.join());
  }

  /// The process without its end: returns the exit code when `stop` is released.
  static int run(
      List<String> args, Map<String, String> environment, PrintStream out, CountDownLatch stop) {
    try {
      Arguments arguments = Arguments.of(args);
      Loaded<LlmConfig> loaded =
          ConfigLoader.load(
                  LlmConfig.class,
                  new ConfigSources(Optional.of(arguments.config()), environment, arguments.sets()))
              .orThrow();
      if (arguments.check()) {
        out.print(loaded.effective().toText());
        return 0;
      }
      serve(loaded, arguments, out, stop);
      return 0;
    } catch (AtomException e) {
      LOG.atError()
          .addKeyValue("event", "stopped")
          .addKeyValue("code", e.code().name())
          .log(e.getMessage());
      return exitCode(e.code());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 70;
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("event", "stopped").setCause(e).log("a defect of ours");
      return 70;
    }
  }

  private static void serve(
      Loaded<LlmConfig> loaded, Arguments arguments, PrintStream out, CountDownLatch stop)
      throws InterruptedException {
    var clock = InstantSource.system();
    var random = new SecureRandom();
    LlmConfig config = loaded.config();
    loaded
        .effective()
        .secretsFromEnvironment()
        .forEach(path -> LOG.warn("{} came in the environment; a file is safer", path));
    LOG.atInfo().addKeyValue("event", "config_loaded").log(loaded.effective().toJson());
    var audit = config.audit();
    try (var trail =
            ChainedAuditTrail.open(
                new AuditConfig(
                    audit.databaseUrl(), audit.hmacSecret(), audit.appendTimeout(), 8192),
                clock,
                random);
        var app =
            new LlmApp(
                config, Sha256.hex(loaded.effective().toJson()), trail, clock, random, out)) {
      app.start();
      if (arguments.parentWatch()) {
        new ParentWatch(System.in, stop::countDown).start();
      }
      LOG.atInfo()
          .addKeyValue("event", "ready")
          .addKeyValue("port", app.port())
          .addKeyValue("models", String.join(",", models(config)))
          .log("llm serves");
      stop.await();
      LOG.atInfo().addKeyValue("event", "stopping").log("llm stops");
    }
  }

  private static List<String> models(LlmConfig config) {
    return config.providers().stream().flatMap(each -> each.models().stream()).toList();
  }

  private static int exitCode(ErrorCode code) {
    return switch (code.category()) {
      case USAGE -> 64;
      case UNAVAILABLE -> 69;
      case INTERNAL -> 70;
    };
  }

  /// What was given on the command line.
  private record Arguments(Path config, List<String> sets, boolean parentWatch, boolean check) {
    static Arguments of(List<String> args) {
      var left = new ArrayList<>(args);
      boolean parentWatch = left.remove("--parent-watch");
      boolean check = left.remove("--check");
      List<String> sets = new ArrayList<>();
      Path config = null;
      while (left.size() >= 2) {
        String name = left.removeFirst();
        String value = left.removeFirst();
        switch (name) {
          case "--config" -> config = Path.of(value);
          case "--set" -> sets.add(value);
          default -> throw new AtomException(ErrorCode.BAD_REQUEST, name + "? " + USAGE);
        }
      }
      if (config == null || !left.isEmpty()) {
        throw new AtomException(ErrorCode.BAD_REQUEST, USAGE);
      }
      return new Arguments(config, sets, parentWatch, check);
    }
  }
}
