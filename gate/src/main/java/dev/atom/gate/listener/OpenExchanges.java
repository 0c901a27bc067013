// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.World;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The exchanges under way: how many there are, so that a stop can wait for them all, and those
/// that were forwarded, so that a revocation reaches them too, silent or not.
///
/// Safe on any thread.
final class OpenExchanges {
  private final Set<Forwarding> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();

  void begin() {
    underWay.incrementAndGet();
  }

  void end() {
    underWay.decrementAndGet();
  }

  /// Exchanges that have begun and have no end yet, whatever they wait for.
  int underWay() {
    return underWay.get();
  }

  void add(Forwarding forwarding) {
    open.add(forwarding);
  }

  void remove(Forwarding forwarding) {
    open.remove(forwarding);
  }

  /// Looks at each open exchange in the light of a new world.
  void review(World world) {
    open.forEach(forwarding -> forwarding.review(world));
  }
}
