// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.Durability;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.gate.ConfiguredParts;
import dev.atom.gate.GateApp;
import dev.atom.gate.GateConfig;
import dev.atom.gate.GateParts;
import dev.atom.gate.admission.LimitReading;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.record.GateRecords;
import dev.atom.telemetry.ParentWatch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// `--config FILE --parent-watch --replace trail|limiter|log`: GATE with one of its parts replaced,
/// to see what it costs. For measurements only: the product has no such switch.
final class GatePartsMain {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private GatePartsMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    var words = List.of(arguments);
    var file = Path.of(words.get(words.indexOf("--config") + 1));
    var config = ConfigLoader.load(GateConfig.class, ConfigSources.of(file)).orThrow().config();
    start(config, words.get(words.indexOf("--replace") + 1));
    var told = new CountDownLatch(1);
    new ParentWatch(System.in, told::countDown).start();
    told.await();
    System.exit(0);
  }

  private static void start(GateConfig config, String replaced) {
    var clocks = new GateApp.Clocks(InstantSource.system(), System::nanoTime);
    var log =
        replaced.equals("log")
            ? OutputStream.nullOutputStream()
            : new FileOutputStream(FileDescriptor.out);
    GateParts parts =
        switch (replaced) {
          case "trail" -> new WithoutTrail(new ConfiguredParts());
          case "limiter" -> new WithoutLimit(new ConfiguredParts());
          default -> new ConfiguredParts();
        };
    new GateApp(config, parts, clocks, new SecureRandom(), log).start("", PATIENCE);
  }

  private record WithoutTrail(GateParts others) implements GateParts {
    @Override
    public AuditTrail trail(GateConfig.Audit config, InstantSource clock, RandomGenerator random) {
      return new CountingTrail();
    }

    @Override
    public RateLimiter limiter(
        GateConfig.Limits config,
        GateRecords records,
        RandomGenerator random,
        LongSupplier nanoClock) {
      return others.limiter(config, records, random, nanoClock);
    }
  }

  private record WithoutLimit(GateParts others) implements GateParts {
    private static final LimitReading OPEN = new LimitReading(true, 1_000_000, 999_999, 0);

    @Override
    public AuditTrail trail(GateConfig.Audit config, InstantSource clock, RandomGenerator random) {
      return others.trail(config, clock, random);
    }

    @Override
    public RateLimiter limiter(
        GateConfig.Limits config,
        GateRecords records,
        RandomGenerator random,
        LongSupplier nanoClock) {
      return (_, _, then) -> then.accept(OPEN);
    }
  }

  /// A trail that counts what it is given.
  private static final class CountingTrail implements AuditTrail {
    private final LongAdder count = new LongAdder();

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event, Durability durability) {
      count.increment();
      return CompletableFuture.completedFuture(AuditReceipt.QUEUED);
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public void close() {}
  }
}
