// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What is true of every control at one moment.
///
/// @param program its version
/// @param instance what was asked for live facts; empty when there was none
record Judgement(Instant at, String program, String instance, List<Judged> frameworks) {
  /// Where a control stands.
  enum State {
    /// All its evidence holds.
    GREEN,
    /// A link is broken, or evidence fails, or there is none.
    RED,
    /// Nothing fails, and something cannot be known now.
    UNKNOWN,
    /// What it is about is not there yet.
    NOT_APPLICABLE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// What one piece of evidence says.
  enum Holds {
    YES,
    NO,
    UNKNOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One piece of evidence.
  ///
  /// @param kind feature, test, document, command or query
  /// @param link what it points to
  /// @param why in words
  /// @param file where it is below the program's folder, with the heading; empty for nowhere
  /// @param decide what to do to know; empty when it is known
  record Evidence(String kind, String link, Holds holds, String why, String file, String decide) {}

  /// One control.
  record JudgedControl(Framework.Control control, State state, List<Evidence> evidence) {}

  /// One framework.
  record Judged(Framework framework, List<JudgedControl> controls) {
    long count(State state) {
      return controls.stream().filter(it -> it.state() == state).count();
    }
  }

  /// How many controls of all frameworks are in this state.
  long count(State state) {
    return frameworks.stream().mapToLong(it -> it.count(state)).sum();
  }

  /// What evidence makes of a control.
  static State state(List<Evidence> evidence) {
    if (evidence.isEmpty() || evidence.stream().anyMatch(it -> it.holds() == Holds.NO)) {
      return State.RED;
    }
    return evidence.stream().anyMatch(it -> it.holds() == Holds.UNKNOWN)
        ? State.UNKNOWN
        : State.GREEN;
  }
}
