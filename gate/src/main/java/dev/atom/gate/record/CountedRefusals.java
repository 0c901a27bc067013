// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import dev.atom.audit.AuditEvent.Subject;
import dev.atom.gate.Caller;
import dev.atom.gate.Moment;
import dev.atom.identity.SourceNetwork;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Decides which refusals get an entry each and which are only counted.
///
/// SECURITY(T-24): a flood cannot buy a disk flush with every request, whether it comes without a
/// credential or with one that is good and used too often.
///
/// Each source of nameless refusals has ten entries a second, each named caller thirty; what is
/// above is counted per reason until [#drain], under the id of the first. At most 4,096 sources and
/// as many callers are told apart; the rest share one row. Sources cannot use up the rows of
/// callers. Safe on any thread.
public final class CountedRefusals {
  /// Entries that one source of nameless refusals may cause in a second.
  public static final int SOURCE_ENTRIES_PER_SECOND = 10;

  /// Entries that one named caller's refusals may cause in a second.
  public static final int CALLER_ENTRIES_PER_SECOND = 30;

  private static final int KEYS_MAX = 4096;
  private static final String OTHERS = "(others)";
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Map<String, Budget> sources = new HashMap<>();
  private final Map<String, Budget> callers = new HashMap<>();
  private final Map<Row, Tally> tallies = new HashMap<>();

  /// What is counted apart.
  ///
  /// @param source the network of nameless callers; empty for a named one
  /// @param subject the subject of a named caller; empty for nameless ones
  /// @param who the caller as entries name it, without a token
  /// @param reason the refusal's code
  public record Row(String source, String subject, Subject who, String reason) {}

  /// How many refusals there were of one row.
  ///
  /// @param id what their callers were told instead of an id of their own
  /// @param first when the first was
  /// @param last when the last was
  public record Count(UUID id, long number, Instant first, Instant last) {}

  private static final class Tally {
    private final UUID id;
    private final Instant first;
    private Instant last;
    private long number;

    Tally(UUID id, Instant first) {
      this.id = id;
      this.first = first;
      this.last = first;
    }

    UUID add(Instant now) {
      number++;
      last = now;
      return id;
    }

    Count count() {
      return new Count(id, number, first, last);
    }
  }

  private static final class Budget {
    private long second;
    private int used;

    boolean allows(int perSecond, long nowNanos) {
      long now = Math.floorDiv(nowNanos, SECOND_NANOS);
      if (second != now) {
        second = now;
        used = 0;
      }
      return used++ < perSecond;
    }
  }

  /// The id under which this refusal is counted; empty when it gets an entry of its own.
  ///
  /// @param id of the refused request
  public synchronized Optional<UUID> countedUnder(
      UUID id, String source, Caller caller, String reason, Moment now) {
    String key =
        switch (caller) {
          case Caller.Nameless _ -> known(sources, SourceNetwork.of(source));
          case Caller.Named named -> known(callers, named.subject());
        };
    boolean named = caller instanceof Caller.Named;
    var budget = (named ? callers : sources).computeIfAbsent(key, _ -> new Budget());
    int perSecond = named ? CALLER_ENTRIES_PER_SECOND : SOURCE_ENTRIES_PER_SECOND;
    if (budget.allows(perSecond, now.nanos())) {
      return Optional.empty();
    }
    var tally = tallies.computeIfAbsent(row(key, caller, reason), _ -> new Tally(id, now.wall()));
    return Optional.of(tally.add(now.wall()));
  }

  private static String known(Map<String, Budget> budgets, String key) {
    return budgets.containsKey(key) || budgets.size() < KEYS_MAX ? key : OTHERS;
  }

  private static Row row(String key, Caller caller, String reason) {
    return switch (caller) {
      case Caller.Nameless _ -> new Row(key, "", Subject.NONE, reason);
      case Caller.Named _ when key.equals(OTHERS) -> new Row("", key, Subject.NONE, reason);
      case Caller.Named named -> {
        Subject who = named.recorded();
        var tokenless = new Subject(who.domainId(), who.agentId(), who.tokenType(), "");
        yield new Row("", key, tokenless, reason);
      }
    };
  }

  /// Takes what was counted since the last call, and forgets sources and callers.
  public synchronized Map<Row, Count> drain() {
    Map<Row, Count> drained = new HashMap<>();
    tallies.forEach((row, tally) -> drained.put(row, tally.count()));
    tallies.clear();
    sources.clear();
    callers.clear();
    return drained;
  }
}
