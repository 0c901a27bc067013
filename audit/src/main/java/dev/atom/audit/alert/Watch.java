// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import dev.atom.audit.chain.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for what must be told in entries that it is shown in their order.
///
/// Counts per rule and subject in a sliding window; tells when the threshold is reached, and then
/// keeps quiet about the same for a while, so that one event is one alert. The same entries give
/// the same alerts. Time is that of the entries, so a backlog is judged as it happened. Not
/// thread-safe; memory is bounded: subjects beyond 10,000 share one count.
public final class Watch {
  private static final int SUBJECTS_MAX = 10_000;
  private static final String OTHERS = "(others)";

  private final Map<AlertRule, Threshold> thresholds;
  private final Duration quiet;
  private final Map<Key, Window> windows = new HashMap<>();

  private record Key(AlertRule rule, String subject) {}

  private record Seen(Instant at, long weight) {}

  /// What was seen lately, in steps of a sixtieth of the window.
  private static final class Window {
    private static final int STEPS = 60;

    private final Deque<Seen> seen = new ArrayDeque<>();
    private long sum;
    private Instant last = Instant.EPOCH;
    private Instant quietUntil = Instant.EPOCH;

    private void add(Instant at, long weight, Duration length) {
      var newest = seen.peekLast();
      if (newest != null && at.isBefore(newest.at().plus(length.dividedBy(STEPS)))) {
        seen.removeLast();
        seen.addLast(new Seen(newest.at(), newest.weight() + weight));
      } else {
        seen.addLast(new Seen(at, weight));
      }
      sum += weight;
    }
  }

  /// @param thresholds of the rules to watch for; a rule without one is not
  /// @param quiet how long the same is not told again
  public Watch(Map<AlertRule, Threshold> thresholds, Duration quiet) {
    this.thresholds = new EnumMap<>(thresholds);
    this.quiet = quiet;
  }

  /// The kinds of entries it wants to be shown, as they are stored.
  public static Set<String> kinds() {
    return Signal.kinds();
  }

  /// How far back it must have looked to know what it would know had it never stopped.
  public Duration memory() {
    return thresholds.values().stream()
        .map(Threshold::window)
        .reduce(quiet, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /// What `entry` makes due to be told.
  public Optional<Alert> observe(AuditEntry entry) {
    return Signal.of(entry).flatMap(signal -> observe(entry, signal));
  }

  private Optional<Alert> observe(AuditEntry entry, Signal signal) {
    var threshold = thresholds.get(signal.rule());
    if (threshold == null || signal.weight() == 0) {
      return Optional.empty();
    }
    var at = entry.recordedAt();
    var key = key(signal, at);
    var window = windows.computeIfAbsent(key, _ -> new Window());
    window.last = at;
    forget(window, at.minus(threshold.window()));
    window.add(at, signal.weight(), threshold.window());
    if (window.sum < threshold.count() || at.isBefore(window.quietUntil)) {
      return Optional.empty();
    }
    window.quietUntil = at.plus(quiet);
    return Optional.of(alert(entry, key, window.sum, threshold));
  }

  private static void forget(Window window, Instant before) {
    while (!window.seen.isEmpty() && window.seen.getFirst().at().isBefore(before)) {
      window.sum -= window.seen.removeFirst().weight();
    }
  }

  private static Alert alert(AuditEntry entry, Key key, long sum, Threshold threshold) {
    String summary =
        sum
            + " "
            + key.rule().counted()
            + " of "
            + key.subject()
            + " within "
            + threshold.window().toSeconds()
            + " s";
    return Alert.of(
        key.rule(), key.subject(), entry.recordedAt(), summary, entry.seq(), "" + entry.seq());
  }

  private Key key(Signal signal, Instant now) {
    var key = new Key(signal.rule(), signal.subject());
    if (windows.containsKey(key) || windows.size() < SUBJECTS_MAX) {
      return key;
    }
    windows.values().removeIf(window -> window.last.plus(memory()).isBefore(now));
    return windows.size() < SUBJECTS_MAX ? key : new Key(signal.rule(), OTHERS);
  }
}
