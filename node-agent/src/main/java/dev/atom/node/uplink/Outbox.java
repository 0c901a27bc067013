// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.protocol.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What waits to be sent, in bounded memory: when it is full the oldest goes, and is counted. Safe
/// for use by many threads.
public final class Outbox {
  /// One thing to send.
  ///
  /// @param delta whether it is a delta; else a scrape
  record Item(boolean delta, Bytes content) {
    /// An array costs more than its content.
    private static final int OVERHEAD = 64;

    int cost() {
      return content.array().length + OVERHEAD;
    }
  }

  private final long bytesMax;
  private final Runnable bell;
  private final Deque<Item> items = new ArrayDeque<>();
  private long bytes;
  private int deltas;
  private long dropped;
  private boolean deltasLost;

  /// @param bytesMax the bound
  /// @param bell rung when something was put in
  public Outbox(long bytesMax, Runnable bell) {
    this.bytesMax = bytesMax;
    this.bell = bell;
  }

  /// Puts the bytes of a scrape in.
  public void scrape(byte[] scrape) {
    put(new Item(false, new Bytes(scrape)));
  }

  /// Puts the bytes of a delta in.
  public void delta(byte[] delta) {
    put(new Item(true, new Bytes(delta)));
  }

  private void put(Item item) {
    synchronized (this) {
      items.addLast(item);
      bytes += item.cost();
      deltas += item.delta() ? 1 : 0;
      while (bytes > bytesMax && !items.isEmpty()) {
        Item oldest = remove();
        dropped++;
        deltasLost |= oldest.delta();
      }
    }
    bell.run();
  }

  private Item remove() {
    Item first = items.removeFirst();
    bytes -= first.cost();
    deltas -= first.delta() ? 1 : 0;
    return first;
  }

  /// Takes the oldest, at most so many deltas and bytes.
  synchronized List<Item> take(int deltasMax, int bytesLimit) {
    List<Item> taken = new ArrayList<>();
    int size = 0;
    int taking = 0;
    while (!items.isEmpty()) {
      Item next = items.getFirst();
      boolean over = size > 0 && size + next.cost() > bytesLimit;
      if (over || (next.delta() && taking == deltasMax)) {
        break;
      }
      taken.add(remove());
      size += next.cost();
      taking += next.delta() ? 1 : 0;
    }
    return taken;
  }

  /// How many deltas wait.
  synchronized int deltas() {
    return deltas;
  }

  /// Whether nothing waits.
  synchronized boolean isEmpty() {
    return items.isEmpty();
  }

  /// How much was given up so far.
  public synchronized long dropped() {
    return dropped;
  }

  /// How many bytes wait.
  public synchronized long bytes() {
    return bytes;
  }

  /// Whether a delta was given up since this was asked last: then intake must be told all anew.
  synchronized boolean takeDeltasLost() {
    boolean lost = deltasLost;
    deltasLost = false;
    return lost;
  }
}
