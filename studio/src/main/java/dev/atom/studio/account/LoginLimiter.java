// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.identity.SourceNetwork;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Bounds how often passwords can be guessed: per e-mail and source together, per source, and per
/// e-mail from anywhere.
///
/// An attempt is counted before the password is looked at, so guesses made at the same time count
/// too; a right password takes its own attempt back. In memory, per process; the names least
/// recently tried are forgotten beyond 20,000. Its clock never jumps, so that setting the time of
/// the machine frees nobody and locks nobody out. Safe for concurrent use.
final class LoginLimiter {
  private static final int KEYS_MAX = 20_000;

  private final Limits limits;
  private final LongSupplier nanos;
  private final Map<String, Deque<Long>> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
          return size() > KEYS_MAX;
        }
      };

  /// @param nanos a monotonic clock
  LoginLimiter(Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /// Counts an attempt, unless there were too many failures already.
  synchronized Admission attempt(String email, String source) {
    long now = nanos.getAsLong();
    var keys = keys(email, source);
    for (Key key : keys) {
      var times = recent(key.name(), now);
      if (times.size() >= key.max()) {
        long left = times.getFirst() + limits.window().toNanos() - now;
        return new Admission.Limited((int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left)));
      }
    }
    keys.forEach(key -> failures.computeIfAbsent(key.name(), _ -> new ArrayDeque<>()).add(now));
    return new Admission.Admitted(now);
  }

  /// Takes back what a right password counted, and forgives this pair its earlier failures.
  synchronized void succeeded(String email, String source, Admission.Admitted admitted) {
    for (Key key : keys(email, source)) {
      var times = failures.get(key.name());
      if (times != null) {
        times.removeLastOccurrence(admitted.at());
      }
    }
    failures.remove(keys(email, source).getFirst().name());
  }

  private Deque<Long> recent(String name, long now) {
    var times = failures.getOrDefault(name, new ArrayDeque<>());
    while (!times.isEmpty() && now - times.getFirst() >= limits.window().toNanos()) {
      times.removeFirst();
    }
    return times;
  }

  private List<Key> keys(String email, String source) {
    String network = SourceNetwork.of(source);
    return List.of(
        new Key("pair " + network + " " + email, limits.perPair()),
        new Key("source " + network, limits.perSource()),
        new Key("email " + email, limits.perEmail()));
  }

  private record Key(String name, int max) {}

  /// How many failures in `window` are taken before an attempt is refused.
  record Limits(int perPair, int perSource, int perEmail, Duration window) {
    static final Limits USUAL = new Limits(20, 60, 100, Duration.ofMinutes(15));

    /// For registrations, of which each attempt counts.
    static final Limits REGISTRATIONS = new Limits(10, 10, 10, Duration.ofMinutes(15));
  }

  /// Whether a password may be tried.
  sealed interface Admission {
    /// It may.
    ///
    /// @param at when it was counted
    record Admitted(long at) implements Admission {}

    /// There were too many failures.
    record Limited(int retryAfterSeconds) implements Admission {}
  }
}
