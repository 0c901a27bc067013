// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigSources;
import dev.atom.telemetry.ParentWatch;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server process from its arguments to its exit code: `--config FILE [--set key=value]...
/// [--parent-watch] [--check]`.
///
/// Runs until SIGTERM or, with `--parent-watch`, until its standard input ends. Exit codes: 0
/// stopped as told, 64 wrong arguments or configuration, 69 something needed is unavailable, 70 a
/// defect.
///
/// @param <C> its configuration
public final class ServerProcess<C extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  private final String name;
  private final Class<C> config;
  private final Assembly<C> assembly;

  /// @param name of the process, in usage and logs
  public ServerProcess(String name, Class<C> config, Assembly<C> assembly) {
    this.name = name;
    this.config = config;
    this.assembly = assembly;
  }

  /// Runs as the program of this JVM and ends it.
  public void main(String[] arguments) {
    var stop = new CountDownLatch(1);
    var code = new CompletableFuture<Integer>();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  stop.countDown();
                  // The JVM would report the signal; stopping in order is not a failure.
                  Runtime.getRuntime().halt(code.join());
                }));
    code.complete(run(List.of(arguments), System.getenv(), System.out, stop));
    System.out.flush();
    System.exit(code.join());
  }

  /// The same without the JVM's end: returns the exit code after `stop` was released.
  public int run(
      List<String> given, Map<String, String> environment, PrintStream out, CountDownLatch stop) {
    try {
      Arguments arguments = Arguments.of(name, given);
      var sources =
          new ConfigSources(Optional.of(arguments.config()), environment, arguments.sets());
      Loaded<C> loaded = ConfigLoader.load(config, sources).orThrow();
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
          .log("{} cannot run: {}", name, e.getMessage());
      return exitCode(e.code());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 70;
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("event", "stopped").setCause(e).log("a defect of {}", name);
      return 70;
    }
  }

  private void serve(Loaded<C> loaded, Arguments arguments, PrintStream out, CountDownLatch stop)
      throws InterruptedException {
    loaded
        .effective()
        .secretsFromEnvironment()
        .forEach(path -> LOG.warn("{} came in the environment; a file is safer", path));
    LOG.atInfo().addKeyValue("event", "config_loaded").log(loaded.effective().toJson());
    if (arguments.parentWatch()) {
      new ParentWatch(System.in, stop::countDown).start();
    }
    try (Serving serving = assembly.start(loaded, out)) {
      LOG.atInfo()
          .addKeyValue("event", "ready")
          .addKeyValue("port", serving.port())
          .log("{} serves on port {}", name, serving.port());
      stop.await();
      LOG.atInfo().addKeyValue("event", "stopping").log("{} stops", name);
    }
  }

  private static int exitCode(ErrorCode code) {
    return switch (code.category()) {
      case USAGE -> 64;
      case UNAVAILABLE -> 69;
      case INTERNAL -> 70;
    };
  }
}
