// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.node.collect.AccessLedger;
import dev.atom.node.collect.Collector;
import dev.atom.node.collect.CollectorStatus;
import dev.atom.node.collect.Collectors;
import dev.atom.node.collect.Collectors.Rhythms;
import dev.atom.node.container.CgroupCpuCollector;
import dev.atom.node.container.CgroupMemoryCollector;
import dev.atom.node.container.ContainerDiscovery;
import dev.atom.node.container.Containers;
import dev.atom.node.graph.FactBook;
import dev.atom.node.hardware.CpuInfoCollector;
import dev.atom.node.hardware.DiskInfoCollector;
import dev.atom.node.hardware.MemoryInfoCollector;
import dev.atom.node.hardware.NetworkInfoCollector;
import dev.atom.node.journal.Journal;
import dev.atom.node.runtime.CpuCollector;
import dev.atom.node.runtime.DiskCollector;
import dev.atom.node.runtime.FilesystemCollector;
import dev.atom.node.runtime.KernelCollector;
import dev.atom.node.runtime.LoadCollector;
import dev.atom.node.runtime.MemoryCollector;
import dev.atom.node.runtime.NetworkCollector;
import dev.atom.node.runtime.NumaCollector;
import dev.atom.node.runtime.PressureCollector;
import dev.atom.node.runtime.ProcessCollector;
import dev.atom.node.runtime.SensorCollector;
import dev.atom.node.runtime.SystemCollector;
import dev.atom.node.runtime.TcpCollector;
import dev.atom.node.uplink.Outbox;
import dev.atom.node.uplink.Uplink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The parts of the agent.
public final class NodeApp implements AutoCloseable, Uplink.Peer {
  private static final String VERSION = "0.1.0";
  private static final int EPOCH_BYTES = 16;
  private static final Duration TURN = Duration.ofSeconds(1);

  private final Journal journal;
  private final LongSupplier nanoTime;
  private final AccessLedger ledger;
  private final Outbox outbox;
  private final FactBook facts;
  private final Recorder recorder;
  private final Collectors collectors;
  private final Uplink uplink;
  private final Thread keeper;
  private final NodeConfig config;
  private volatile boolean stopping;
  private boolean healthTold;

  /// @param random for the run's name; must be cryptographically strong
  public NodeApp(
      NodeConfig config,
      Journal journal,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.config = config;
    this.journal = journal;
    this.nanoTime = nanoTime;
    this.ledger = new AccessLedger(journal);
    this.outbox = new Outbox(config.intake().limits().buffer().bytes(), this::ring);
    this.facts = new FactBook(delta -> outbox.delta(delta.toBytes()));
    this.recorder = new Recorder(outbox, facts, journal, clock);
    var identity = NodeIdentity.of(config.host(), config.nodeName());
    this.collectors =
        new Collectors(
            all(identity), rhythms(config.collection()), config.host(), ledger, nanoTime, recorder);
    this.uplink =
        new Uplink(
            new Uplink.Sender(identity.id(), epoch(random), VERSION, collectors.names()),
            config.intake(),
            outbox,
            this,
            journal,
            clock,
            nanoTime,
            random);
    this.keeper = Thread.ofPlatform().name("keeper").daemon().unstarted(this::keep);
  }

  private List<Collector> all(NodeIdentity identity) {
    String id = identity.id();
    var containers = new Containers();
    return List.of(
        new LoadCollector(),
        new MemoryCollector(),
        new CpuCollector(),
        new ProcessCollector(config::commandLines),
        new DiskCollector(),
        new NetworkCollector(),
        new TcpCollector(),
        new SystemCollector(),
        new KernelCollector(),
        new NumaCollector(),
        new PressureCollector(),
        new SensorCollector(),
        new FilesystemCollector(),
        new CgroupCpuCollector(containers),
        new CgroupMemoryCollector(containers),
        new ContainerDiscovery(containers, id),
        new CpuInfoCollector(id, identity.name(), config.clusterName().orElse("")),
        new MemoryInfoCollector(id),
        new DiskInfoCollector(id),
        new NetworkInfoCollector(id));
  }

  private static String epoch(RandomGenerator random) {
    byte[] bytes = new byte[EPOCH_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Rhythms rhythms(NodeConfig.Collection collection) {
    Map<String, Duration> own = new HashMap<>();
    collection.intervals().forEach(each -> own.put(each.collector(), each.every()));
    return new Rhythms(
        collection.interval(),
        collection.hardwareInterval(),
        collection.containersInterval(),
        collection.timeout(),
        Set.copyOf(collection.disabled()),
        own);
  }

  /// Starts reading and sending.
  public void start() {
    uplink.start();
    collectors.start();
    keeper.start();
  }

  private void ring() {
    uplink.ring();
  }

  /// Watches the collectors, tells of the agent itself, and says that facts are still so.
  private void keep() {
    long heartbeat = nanoTime.getAsLong();
    long self = heartbeat;
    while (!stopping) {
      collectors.watch();
      long now = nanoTime.getAsLong();
      if (now - heartbeat > config.intake().limits().heartbeat().toNanos()) {
        heartbeat = now;
        if (uplink.connected()) {
          facts.heartbeat();
        }
      }
      if (now - self > config.collection().interval().toNanos()) {
        self = now;
        recorder.tellOfSelf(ledger);
      }
      config.healthFile().ifPresent(this::live);
      LockSupport.parkNanos(this, TURN.toNanos());
    }
  }

  /// Renews the file that an exec probe looks at. A file that cannot be written shows as one that
  /// gets old.
  private void live(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      if (!healthTold) {
        healthTold = true;
        journal.warn("health_file", file + " cannot be written: " + e);
      }
    }
  }

  @Override
  public void tellAll() {
    facts.tellAll();
  }

  @Override
  public String configure(String yaml) {
    return "remote configuration is not taken";
  }

  /// How each collector does.
  public Map<String, CollectorStatus> states() {
    return recorder.states();
  }

  /// The last batch that intake has stored.
  public long acknowledged() {
    return uplink.acknowledged();
  }

  @Override
  public void close() {
    stopping = true;
    collectors.close();
    uplink.close();
    journal.info("stopped", "the agent stops");
  }
}
