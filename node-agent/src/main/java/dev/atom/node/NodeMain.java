// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.base.AtomException;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigSources;
import dev.atom.node.journal.Journal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Starts the node agent: `--config FILE [--set key=value]... [--check]`. Runs until SIGTERM. Exit
/// codes: 0 stopped as told, 64 wrong arguments or configuration, 70 a defect.
///
/// It does not share the frame of the server processes: these bring a logging library, which is a
/// tenth of what this one may use.
public final class NodeMain {
  private static final int USAGE = 64;
  private static final int INTERNAL = 70;

  private NodeMain() {}

  /// Runs until told to stop.
  public static void main(String[] arguments) throws InterruptedException {
    var journal = new Journal(System.err, InstantSource.system());
    var stop = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    NodeApp app;
    try {
      var sources = sources(List.of(arguments));
      Loaded<NodeConfig> loaded = ConfigLoader.load(NodeConfig.class, sources).orThrow();
      if (List.of(arguments).contains("--check")) {
        System.out.print(loaded.effective().toText());
        return;
      }
      app =
          new NodeApp(
              loaded.config(),
              journal,
              InstantSource.system(),
              System::nanoTime,
              new SecureRandom());
      app.start();
    } catch (AtomException e) {
      journal.warn("stopped", "the node agent cannot run: " + e.getMessage());
      System.exit(USAGE);
      return;
    } catch (RuntimeException e) {
      journal.warn("stopped", "a defect of the node agent: " + e);
      System.exit(INTERNAL);
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  stop.countDown();
                  awaitQuietly(done);
                  Runtime.getRuntime().halt(0);
                }));
    journal.info("ready", "the node agent reads and sends");
    stop.await();
    app.close();
    done.countDown();
  }

  private static void awaitQuietly(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ConfigSources sources(List<String> arguments) {
    List<String> left = new ArrayList<>(arguments);
    left.remove("--check");
    List<String> sets = new ArrayList<>();
    Optional<Path> file = Optional.empty();
    while (left.size() >= 2) {
      String name = left.removeFirst();
      String value = left.removeFirst();
      switch (name) {
        case "--config" -> file = Optional.of(Path.of(value));
        case "--set" -> sets.add(value);
        default -> throw usage(name + "?");
      }
    }
    if (!left.isEmpty()) {
      throw usage(left.getFirst() + "?");
    }
    return new ConfigSources(file, System.getenv(), sets);
  }

  private static AtomException usage(String what) {
    return new AtomException(
        dev.atom.base.ErrorCode.BAD_REQUEST,
        what + " usage: node-agent [--config FILE] [--set key=value]... [--check]");
  }
}
