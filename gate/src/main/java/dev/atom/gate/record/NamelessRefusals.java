// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import java.util.HashMap;
import java.util.Map;

/// Decides which refusals of nameless callers get an entry each and which are only counted.
///
/// SECURITY(T-24): a flood cannot buy a disk flush with every packet.
///
/// Each source has ten entries a second; what is above is counted per source and reason until
/// [#drain]. At most 4,096 sources are told apart; the rest share one row. Safe on any thread.
public final class NamelessRefusals {
  /// Entries that one source may cause in a second.
  public static final int ENTRIES_PER_SECOND = 10;

  private static final int SOURCES_MAX = 4096;
  private static final String OTHERS = "(others)";
  private static final long SECOND_NANOS = 1_000_000_000L;

  /// What is counted apart.
  ///
  /// @param source the peer's address
  /// @param reason the refusal's code
  public record Row(String source, String reason) {}

  private static final class Budget {
    private long second;
    private int used;
  }

  private final Map<String, Budget> budgets = new HashMap<>();
  private final Map<Row, Long> counts = new HashMap<>();

  /// Whether this refusal gets an entry of its own; if not, it is counted.
  public synchronized boolean deservesEntry(String source, String reason, long nowNanos) {
    String known = budgets.containsKey(source) || budgets.size() < SOURCES_MAX ? source : OTHERS;
    Budget budget = budgets.computeIfAbsent(known, _ -> new Budget());
    long second = nowNanos / SECOND_NANOS;
    if (budget.second != second) {
      budget.second = second;
      budget.used = 0;
    }
    if (budget.used < ENTRIES_PER_SECOND) {
      budget.used++;
      return true;
    }
    counts.merge(new Row(known, reason), 1L, Long::sum);
    return false;
  }

  /// Takes what was counted since the last call, and forgets the sources.
  public synchronized Map<Row, Long> drain() {
    var drained = Map.copyOf(counts);
    counts.clear();
    budgets.clear();
    return drained;
  }
}
