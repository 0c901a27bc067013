// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static java.util.Objects.requireNonNull;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.store.ChainStore;
import dev.atom.audit.store.ChainStoreException;
import dev.atom.audit.store.ChainStoreException.Kind;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts batches into the chain, one transaction each.
///
/// After any failure it does not know whether the batch is in the chain, so the next attempt looks
/// for each event, once it holds the head's lock and no earlier transaction of ours can still
/// commit. Hence an event is never in the chain twice and an answered one never missing. Used by
/// one thread at a time.
final class ChainWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChainWriter.class);
  private static final long ANNOUNCE_MICROS = TimeUnit.SECONDS.toMicros(10);

  private final String url;
  private final Duration patience;
  private final long spanMicros;
  private final WriterKeys keys;
  private final InstantSource clock;
  private final ChainBatch batch;
  private @Nullable ChainStore store;
  private ChainHead seen = ChainHead.EMPTY;
  private boolean uncertain;
  private long announcedMicros;

  ChainWriter(AuditConfig config, InstantSource clock, RandomGenerator random) {
    this.url = config.databaseUrl();
    this.patience = config.appendTimeout();
    this.spanMicros = TimeUnit.SECONDS.toMicros(config.segmentSpan().toSeconds());
    this.keys = new WriterKeys(config.hmacSecret());
    this.clock = clock;
    this.batch = new ChainBatch(random);
  }

  /// Looks at the head, and writes the first entry of an empty chain.
  ///
  /// @throws AtomException when this chain is not ours to continue: for good with the code
  ///   STORAGE_CORRUPT, for now with any other
  void touch() throws ChainStoreException {
    attempt(this::touch);
  }

  /// Makes `events` durable, each once, and gives their places, in their order.
  ///
  /// @throws AtomException like [#touch()]
  AuditReceipt[] write(List<PendingAppend> events) throws ChainStoreException {
    var receipts = new AuditReceipt[events.size()];
    attempt(store -> write(store, events, receipts));
    return receipts;
  }

  /// Closes the segment and opens the next, with the secret of `nextKeyId`.
  ///
  /// @throws AtomException like [#touch()]
  ///
  /// @param tree what the entry that closes the segment says of all before it
  ChainHead turn(String reason, String nextKeyId, TreeAtHead tree) throws ChainStoreException {
    attempt(store -> {
      begin(ownHead(store));
      turn(batch.head(), reason, nextKeyId, tree);
      commit(store);
    });
    return seen;
  }

  private void attempt(Attempt attempt) throws ChainStoreException {
    boolean usable = false;
    try {
      attempt.with(connected());
      uncertain = false;
      usable = true;
    } catch (ChainStoreException e) {
      if (e.kind() == Kind.HEAD_DISAGREES) {
        throw new AtomException(
            ErrorCode.STORAGE_CORRUPT,
            "somebody else wrote into the audit chain after entry "
                + seen.seq()
                + ": verify it; nothing is appended until the entries after it are gone",
            e);
      }
      if (store != null && e.kind() != Kind.UNAVAILABLE) {
        store.rollback();
        usable = true;
      }
      throw e;
    } finally {
      if (!usable) {
        close();
      }
    }
  }

  private ChainStore connected() throws ChainStoreException {
    var connected = store;
    if (connected == null) {
      connected = ChainStore.connect(url, patience);
      store = connected;
      announcedMicros = 0;
    }
    announce(connected);
    return connected;
  }

  /// Tells the other sessions which secrets this process could go on with, now and then.
  private void announce(ChainStore connected) throws ChainStoreException {
    long now = now();
    if (Math.abs(now - announcedMicros) >= ANNOUNCE_MICROS) {
      announcedMicros = now;
      connected.announce(configured());
    }
  }

  /// While the secrets cannot be read, the key in hand is as good as before: only nobody is told.
  private Set<String> configured() {
    try {
      return new TreeSet<>(keys.configured());
    } catch (AtomException e) {
      LOG.warn("the secrets of the audit chain cannot be read now: {}", e.getMessage());
      return Set.of();
    }
  }

  private void touch(ChainStore store) throws ChainStoreException {
    var head = ownHead(store);
    if (head.seq() > 0) {
      keys.after(head);
      store.rollback();
      return;
    }
    begin(head);
    commit(store);
  }

  private void write(ChainStore store, List<PendingAppend> events, AuditReceipt[] receipts)
      throws ChainStoreException {
    // Whatever goes wrong from here on leaves the batch's fate open.
    boolean look = uncertain;
    uncertain = true;
    var head = ownHead(store);
    Map<UUID, AuditReceipt> known = look ? present(store, events) : Map.of();
    begin(head);
    if (isOver(head)) {
      turn(head, "period", head.keyId(), TreeAtHead.UNKNOWN);
    }
    for (int i = 0; i < receipts.length; i++) {
      var event = events.get(i).event();
      receipts[i] =
          look ? known.computeIfAbsent(event.eventId(), _ -> batch.add(event)) : batch.add(event);
    }
    if (batch.head().equals(head)) {
      store.rollback();
    } else {
      commit(store);
    }
  }

  /// Begins a batch after `head`; in a new chain with the entry that opens it.
  private void begin(ChainHead head) {
    if (head.seq() > 0) {
      batch.begin(head, now(), keys.after(head));
    } else {
      batch.begin(head, now(), null);
      batch.open(keys.first());
    }
  }

  private void turn(ChainHead head, String reason, String nextKeyId, TreeAtHead tree) {
    var next = keys.nextSegment(head, nextKeyId);
    batch.close(reason, nextKeyId, tree.root(head.seq()));
    batch.open(next);
  }

  /// Whether the period of the head's segment has ended: a segment never holds entries of two.
  private boolean isOver(ChainHead head) {
    return spanMicros > 0
        && head.seq() > 0
        && Math.floorDiv(now(), spanMicros) > Math.floorDiv(head.recordedAtMicros(), spanMicros);
  }

  private void commit(ChainStore store) throws ChainStoreException {
    batch.end();
    store.commit(batch.entries(), batch.payloads(), batch.head());
    seen = batch.head();
    keys.adopt(batch.key());
  }

  private static Map<UUID, AuditReceipt> present(ChainStore store, List<PendingAppend> events)
      throws ChainStoreException {
    Map<UUID, AuditReceipt> known = new HashMap<>();
    store
        .present(events.stream().map(pending -> pending.event().eventId()).toList())
        .forEach((id, place) -> known.put(id, new AuditReceipt(place.seq(), place.chainHash())));
    return known;
  }

  /// Locks the head and makes sure that the chain has not gone back.
  private ChainHead ownHead(ChainStore store) throws ChainStoreException {
    var head = store.lockHead();
    if (head.seq() < seen.seq()
        || (head.seq() == seen.seq() && !head.chainHash().equals(seen.chainHash()))) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          "the audit chain went back from entry "
              + seen.seq()
              + " to "
              + head.seq()
              + ": it was restored from a backup or changed; verify it, then start again");
    }
    seen = head;
    return head;
  }

  /// Where the chain ended when it was last seen.
  ChainHead head() {
    return seen;
  }

  /// The writers connected to this chain, and the ids of the secrets each could go on with.
  Map<Long, String> writers() throws ChainStoreException {
    return requireNonNull(store, "touch first").writers();
  }

  private long now() {
    Instant now = clock.instant();
    return Math.addExact(
        Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1000);
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void with(ChainStore store) throws ChainStoreException;
  }
}
