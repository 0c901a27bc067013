// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.node.host.Words;
import dev.atom.node.journal.Journal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what may not be read, and says it once per kind of file, not once per file: a host has
/// thousands of processes that are not ours. Safe for use by many threads.
public final class AccessLedger {
  private static final int KINDS_MAX = 500;

  private final Journal journal;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  /// @param journal is told each kind once
  public AccessLedger(Journal journal) {
    this.journal = journal;
  }

  /// Counts a refusal.
  public void denied(String collector, String path) {
    String kind = collector + " " + kind(path);
    AtomicLong known = counts.get(kind);
    if (known == null && counts.size() < KINDS_MAX) {
      var first = new AtomicLong();
      known = counts.putIfAbsent(kind, first);
      if (known == null) {
        known = first;
        journal.warn(
            "permission_denied",
            collector
                + " may not read "
                + kind(path)
                + "; it is counted from now on, not repeated");
      }
    }
    if (known != null) {
      known.incrementAndGet();
    }
  }

  /// How often each kind was refused.
  public Map<String, Long> counts() {
    Map<String, Long> now = new java.util.TreeMap<>();
    counts.forEach((kind, count) -> now.put(kind, count.get()));
    return now;
  }

  /// The path with every number replaced, so that all processes are one kind.
  private static String kind(String path) {
    var kind = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        kind.append('/').append(Words.isNumber(part) ? "*" : part);
      }
    }
    return kind.toString();
  }
}
