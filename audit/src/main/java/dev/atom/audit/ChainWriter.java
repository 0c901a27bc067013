// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.ChainKey;
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
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Puts batches into the chain, one transaction each, and answers those who wait for them.
///
/// After any failure it does not know whether the batch is in the chain, so the next attempt looks
/// for each event, once it holds the head's lock and no earlier transaction of ours can still
/// commit. Hence an event is never in the chain twice and an answered one never missing. Used by
/// one thread at a time.
final class ChainWriter implements AutoCloseable {
  private final String url;
  private final Duration patience;
  private final ChainKey key;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ChainBatch batch;
  private @Nullable ChainStore store;
  private ChainHead seen = new ChainHead(0, 0, ChainFormat.GENESIS, "", 0);
  private boolean uncertain;

  ChainWriter(AuditConfig config, ChainKey key, InstantSource clock, RandomGenerator random) {
    this.url = config.databaseUrl();
    this.patience = config.appendTimeout();
    this.key = key;
    this.clock = clock;
    this.random = random;
    this.batch = new ChainBatch(key, random);
  }

  /// Looks at the head, and writes the first entry of an empty chain.
  ///
  /// @throws AtomException when this chain is not ours to continue
  void touch() throws ChainStoreException {
    attempt(this::touch);
  }

  /// Makes `events` durable, each once, and answers them.
  ///
  /// @throws AtomException when this chain is not ours to continue
  void write(List<PendingAppend> events) throws ChainStoreException {
    attempt(store -> write(store, events));
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
    if (store == null) {
      store = ChainStore.connect(url, patience);
    }
    return store;
  }

  private void touch(ChainStore store) throws ChainStoreException {
    var head = ownHead(store);
    if (head.seq() > 0) {
      store.rollback();
      return;
    }
    batch.begin(head, now());
    batch.open(segmentOpen());
    commit(store);
  }

  private void write(ChainStore store, List<PendingAppend> events) throws ChainStoreException {
    // Whatever goes wrong from here on leaves the batch's fate open.
    boolean look = uncertain;
    uncertain = true;
    var head = ownHead(store);
    Map<UUID, AuditReceipt> known = look ? present(store, events) : Map.of();
    batch.begin(head, now());
    if (head.seq() == 0) {
      batch.open(segmentOpen());
    }
    var receipts = new AuditReceipt[events.size()];
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
    for (int i = 0; i < receipts.length; i++) {
      events.get(i).complete(receipts[i]);
    }
  }

  private void commit(ChainStore store) throws ChainStoreException {
    batch.end();
    store.commit(batch.entries(), batch.payloads(), batch.head());
    seen = batch.head();
  }

  private static Map<UUID, AuditReceipt> present(ChainStore store, List<PendingAppend> events)
      throws ChainStoreException {
    Map<UUID, AuditReceipt> known = new HashMap<>();
    store
        .present(events.stream().map(pending -> pending.event().eventId()).toList())
        .forEach((id, place) -> known.put(id, new AuditReceipt(place.seq(), place.chainHash())));
    return known;
  }

  /// Locks the head and makes sure that this chain is the one we know and may continue.
  private ChainHead ownHead(ChainStore store) throws ChainStoreException {
    var head = store.lockHead();
    if (head.seq() > 0 && !head.keyId().equals(key.id())) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "the audit chain was made with the secret "
              + head.keyId()
              + ", the configured one is "
              + key.id()
              + ": configure the secret that the chain was made with");
    }
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

  private AuditEvent segmentOpen() {
    return new AuditEvent(
        new UUID(
            (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
            (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L),
        EventKind.SEGMENT_OPEN,
        "",
        AuditEvent.Subject.NONE,
        AuditEvent.Call.NONE,
        AuditEvent.Verdict.NONE,
        "{}",
        "");
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
