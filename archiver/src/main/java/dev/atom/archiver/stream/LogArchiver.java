// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.archiver.Duty;
import dev.atom.archiver.store.ArchiveContent;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.stream.Slot;
import dev.atom.stream.StreamEntry;
import dev.atom.stream.StreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries what is on the topics into the archive, at least once: group `log-archiver`, from the
/// earliest record, one object for so many records or so much time of a partition.
///
/// A group's offset is committed only after the object that holds the records is in the store and
/// was read back. So a crash loses nothing: what it left open is read again, and written again
/// under the same name when the batch has the same ends, or into a batch that overlaps, which
/// [ArchivedTrail] sees.
final class LogArchiver implements Duty {
  /// The consumer group.
  static final String GROUP = "log-archiver";

  private static final Duration LOOK = Duration.ofMillis(500);

  private final LogArchiveConfig config;
  private final Supplier<StreamReader> readers;
  private final ArchiveStore store;
  private final Duration retention;
  private final InstantSource clock;
  private final BatchFile form;
  private final WorkerLoop loop;

  /// @param readers opens a member of the group
  /// @param retention how long each object is locked
  LogArchiver(
      LogArchiveConfig config,
      Supplier<StreamReader> readers,
      ArchiveStore store,
      Duration retention,
      InstantSource clock,
      Outages outages) {
    this.config = config;
    this.readers = readers;
    this.store = store;
    this.retention = retention;
    this.clock = clock;
    this.form = config.compress() ? BatchFile.ZSTD : BatchFile.PLAIN;
    this.loop = new WorkerLoop(GROUP, this::archive, outages);
  }

  @Override
  public String name() {
    return GROUP;
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Optional<String> problem() {
    return loop.problem();
  }

  private void archive(WorkerLoop loop) {
    Map<Slot, Batch> batches = new HashMap<>();
    try (StreamReader reader = readers.get()) {
      while (!loop.closing()) {
        var poll = reader.poll(LOOK);
        poll.lost().forEach(batches::remove);
        poll.entries().forEach(entry -> take(entry, batches, reader));
        flush(batches, reader, clock.instant().minus(config.batchAge()));
        loop.fine();
      }
      flush(batches, reader, Instant.MAX);
    }
  }

  private void take(StreamEntry entry, Map<Slot, Batch> batches, StreamReader reader) {
    Batch open = batches.get(entry.slot());
    if (open != null && !open.admits(entry)) {
      keep(open, reader);
      open = null;
    }
    if (open == null) {
      open = new Batch(entry, clock.instant());
      batches.put(entry.slot(), open);
    } else {
      open.add(entry);
    }
    if (open.count() >= config.batchMessages()) {
      keep(open, reader);
      batches.remove(entry.slot());
    }
  }

  /// Keeps the batches that were opened then or earlier.
  private void flush(Map<Slot, Batch> batches, StreamReader reader, Instant openedAt) {
    for (Batch each : new ArrayList<>(batches.values())) {
      if (!each.openedAt().isAfter(openedAt)) {
        keep(each, reader);
        batches.remove(each.slot());
      }
    }
  }

  private void keep(Batch batch, StreamReader reader) {
    byte[] lines = batch.lines();
    String key = batch.key(reader.incarnation(batch.slot()), form.suffix());
    var content = ArchiveContent.of(form.pack(lines));
    switch (store.put(key, content, clock.instant().plus(retention))) {
      case ArchiveStore.Put.Stored _, ArchiveStore.Put.Kept _ -> {
        // Read back by the store before it answered.
      }
      case ArchiveStore.Put.Refused(var there, var why) -> expectSame(there, lines, why);
    }
    // The object stands: only now may the group forget the records.
    reader.commit(batch.slot(), batch.next());
  }

  /// Compressed by another version of the library, the same lines are other bytes.
  private void expectSame(ArchivedObject there, byte[] lines, String why) {
    try (InputStream in = BatchFile.open(store, there)) {
      if (Arrays.equals(in.readAllBytes(), lines)) {
        return;
      }
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, there.key() + " cannot be read: " + e.getMessage(), e);
    }
    throw new AtomException(
        ErrorCode.STORAGE_CORRUPT,
        "the archive holds "
            + there.key()
            + " with other records than the topic has ("
            + why
            + "): find out who wrote it; nothing was overwritten");
  }

  @Override
  public void close() {
    loop.close();
  }
}
