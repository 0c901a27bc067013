// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.archiver.store.ArchiveContent;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.store.Irregularity;
import dev.atom.stream.kafka.KafkaSettings;
import dev.atom.stream.kafka.KafkaStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A log archiver in a JVM of its own: address, authority, folder of the archive, and after how
/// many objects it dies before it has committed the last one (0 for never). The password is the
/// first line of the input; it ends in order at the end of the input.
final class ArchivingMain {
  private ArchivingMain() {}

  public static void main(String[] args) throws IOException {
    String password = line(System.in);
    KafkaSettings settings = BrokerTopics.settings(args[0], password, args[1]);
    var store = new FolderArchive(Path.of(args[2]), InstantSource.system());
    try (var archiver =
        new LogArchiver(
            new LogArchiveConfig(10, Duration.ofMillis(300), false),
            () -> KafkaStreamReader.open(settings, LogArchiver.GROUP, Topic.all()),
            new DyingStore(store, Integer.parseInt(args[3])),
            Duration.ofDays(1),
            InstantSource.system(),
            new NotedOutages())) {
      archiver.start();
      while (System.in.read() >= 0) {
        // Until the parent closes it.
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  /// Ends the JVM at once, without any hook, when the object stands and nobody knows yet.
  private record DyingStore(ArchiveStore store, AtomicInteger left) implements ArchiveStore {
    DyingStore(ArchiveStore store, int puts) {
      this(store, new AtomicInteger(puts));
    }

    @Override
    public Put put(String key, ArchiveContent content, Instant lockedUntil) {
      Put put = store.put(key, content, lockedUntil);
      if (left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(137);
      }
      return put;
    }

    @Override
    public Optional<ArchivedObject> find(String key) {
      return store.find(key);
    }

    @Override
    public InputStream open(ArchivedObject object) {
      return store.open(object);
    }

    @Override
    public List<ArchivedObject> list(String prefix) {
      return store.list(prefix);
    }

    @Override
    public Optional<Instant> lockedUntil(ArchivedObject object) {
      return store.lockedUntil(object);
    }

    @Override
    public List<Irregularity> irregularities(String prefix) {
      return store.irregularities(prefix);
    }

    @Override
    public Deletion delete(ArchivedObject object) {
      return store.delete(object);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
