// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchiveStore.Put;
import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.store.TappedStore;
import dev.atom.stream.kafka.KafkaSettings;
import dev.atom.stream.kafka.KafkaStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
            dying(store, Integer.parseInt(args[3])),
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
  private static ArchiveStore dying(ArchiveStore store, int puts) {
    var left = new AtomicInteger(puts);
    return new TappedStore(
        store,
        put -> {
          Put done = put.get();
          if (left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
          }
          return done;
        });
  }
}
