// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.graph;

import dev.atom.protocol.Delta;
import dev.atom.protocol.Delta.Operation;
import dev.atom.protocol.Fact;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// All facts, by the source that tells them. A source tells all it knows each time; what differs
/// from before becomes deltas. Safe for use by many threads.
public final class FactBook {
  private final Consumer<Delta> deltas;
  private final Map<String, Map<String, Fact>> bySource = new HashMap<>();

  /// @param deltas takes what changed
  public FactBook(Consumer<Delta> deltas) {
    this.deltas = deltas;
  }

  /// Replaces what `source` told before.
  public synchronized void tell(String source, Collection<Fact> facts) {
    Map<String, Fact> before = bySource.getOrDefault(source, Map.of());
    Map<String, Fact> now = new LinkedHashMap<>();
    for (Fact fact : facts) {
      now.put(fact.id(), fact);
    }
    for (Fact fact : now.values()) {
      Fact known = before.get(fact.id());
      if (known == null) {
        deltas.accept(new Delta(Operation.CREATE, fact));
      } else if (!known.equals(fact)) {
        deltas.accept(new Delta(Operation.UPDATE, fact));
      }
    }
    for (Fact fact : List.copyOf(before.values())) {
      if (!now.containsKey(fact.id())) {
        deltas.accept(new Delta(Operation.DELETE, fact));
      }
    }
    bySource.put(source, now);
  }

  /// Says of all that they are still so.
  public synchronized void heartbeat() {
    each(Operation.HEARTBEAT);
  }

  /// Tells all of them anew.
  public synchronized void tellAll() {
    each(Operation.CREATE);
  }

  private void each(Operation operation) {
    bySource
        .values()
        .forEach(facts -> facts.values().forEach(f -> deltas.accept(new Delta(operation, f))));
  }

  /// How many there are.
  public synchronized int size() {
    return bySource.values().stream().mapToInt(Map::size).sum();
  }
}
