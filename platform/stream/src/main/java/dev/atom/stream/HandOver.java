// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// A stream inside one process, for one reader: a record is kept when the reader has committed it.
///
/// It holds nothing beyond the process. Its publishers follow something durable and go on only
/// after what was kept, so what is lost with the process is published again.
public final class HandOver implements EventStream {
  private static final int POLL_MAX = 500;

  private final int capacity;
  private final InstantSource clock;
  private final String incarnation;
  private final Lock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Map<String, Line> lines = new TreeMap<>();
  private int held;
  private boolean closed;

  /// @param capacity how many records may wait to be committed
  /// @param random names this life of the stream
  public HandOver(int capacity, InstantSource clock, RandomGenerator random) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + " holds nothing");
    }
    this.capacity = capacity;
    this.clock = clock;
    this.incarnation = HexFormat.of().toHexDigits(random.nextLong());
  }

  @Override
  public Offer publish(StreamRecord record) {
    lock.lock();
    try {
      return accept(record);
    } finally {
      lock.unlock();
    }
  }

  private Offer accept(StreamRecord record) {
    if (closed) {
      return new Offer.Taken(CompletableFuture.failedFuture(ended()));
    }
    if (held >= capacity) {
      return new Offer.Full(held);
    }
    var line = lines.computeIfAbsent(record.topic(), _ -> new Line());
    var slot = new Slot(record.topic(), 0);
    var entry = new StreamEntry(slot, line.next++, clock.instant(), record.key(), record.value());
    var kept = new CompletableFuture<Void>();
    line.waiting.add(new Held(entry, kept));
    held++;
    arrived.signalAll();
    return new Offer.Taken(kept);
  }

  /// A reader of all topics, from the first record that was not committed. Open one at a time.
  public StreamReader reader() {
    return new Reading();
  }

  private List<StreamEntry> take(Map<String, Long> positions, Duration wait)
      throws InterruptedException {
    lock.lock();
    try {
      long left = wait.toNanos();
      List<StreamEntry> found = after(positions);
      while (found.isEmpty() && left > 0 && !closed) {
        left = arrived.awaitNanos(left);
        found = after(positions);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private List<StreamEntry> after(Map<String, Long> positions) {
    List<StreamEntry> found = new ArrayList<>();
    for (var line : lines.entrySet()) {
      long from = positions.getOrDefault(line.getKey(), 0L);
      for (Held each : line.getValue().waiting) {
        if (each.entry().offset() >= from && found.size() < POLL_MAX) {
          found.add(each.entry());
          positions.put(line.getKey(), each.entry().offset() + 1);
        }
      }
    }
    return found;
  }

  private List<Held> release(Slot slot, long nextOffset) {
    lock.lock();
    try {
      return cut(slot, nextOffset);
    } finally {
      lock.unlock();
    }
  }

  private List<Held> cut(Slot slot, long nextOffset) {
    List<Held> released = new ArrayList<>();
    var line = lines.get(slot.topic());
    while (line != null
        && !line.waiting.isEmpty()
        && line.waiting.element().entry().offset() < nextOffset) {
      released.add(line.waiting.remove());
      held--;
    }
    return released;
  }

  private static AtomException ended() {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        "the stream was closed before the record was kept: publish it again after the next start");
  }

  @Override
  public void close() {
    List<Held> rest = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      lines.values().forEach(line -> rest.addAll(line.waiting));
      lines.clear();
      held = 0;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    rest.forEach(each -> each.kept().completeExceptionally(ended()));
  }

  private record Held(StreamEntry entry, CompletableFuture<Void> kept) {}

  private static final class Line {
    private final Deque<Held> waiting = new ArrayDeque<>();
    private long next;
  }

  private final class Reading implements StreamReader {
    private final Map<String, Long> positions = new TreeMap<>();

    @Override
    public Poll poll(Duration wait) {
      try {
        return new Poll(Set.of(), take(positions, wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Poll(Set.of(), List.of());
      }
    }

    @Override
    public void commit(Slot slot, long nextOffset) {
      release(slot, nextOffset).forEach(each -> each.kept().complete(null));
    }

    @Override
    public String incarnation(Slot slot) {
      return incarnation;
    }

    @Override
    public void close() {
      // What was not committed waits for the next reader.
    }
  }
}
