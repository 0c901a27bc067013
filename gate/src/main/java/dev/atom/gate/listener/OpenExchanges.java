// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.World;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The exchanges whose answer is under way, so that a revocation reaches them too, silent or not.
///
/// Safe on any thread.
final class OpenExchanges {
  private final Set<Forwarding> open = ConcurrentHashMap.newKeySet();

  void add(Forwarding forwarding) {
    open.add(forwarding);
  }

  void remove(Forwarding forwarding) {
    open.remove(forwarding);
  }

  int size() {
    return open.size();
  }

  /// Looks at each open exchange in the light of a new world.
  void review(World world) {
    open.forEach(forwarding -> forwarding.review(world));
  }
}
