// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import java.util.List;

/// How a collector does.
///
/// @param state in one word
/// @param reasons what is missing or failed
public record CollectorStatus(State state, List<String> reasons) {
  /// How a collector does, in one word.
  public enum State {
    /// It reads all it should.
    ACTIVE("active"),
    /// It reads without some optional source.
    DEGRADED("degraded"),
    /// Its last pass gave nothing.
    FAILED("failed"),
    /// It does not read: turned off, or the host has no such thing.
    DISABLED("disabled");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// The word on the wire.
    public String word() {
      return word;
    }
  }

  public CollectorStatus {
    reasons = List.copyOf(reasons);
  }

  /// What a reading means for its collector.
  public static CollectorStatus of(Reading reading) {
    return switch (reading) {
      case Reading.Complete _ -> new CollectorStatus(State.ACTIVE, List.of());
      case Reading.Partial partial -> new CollectorStatus(State.DEGRADED, partial.missing());
      case Reading.Failed(String reason) -> new CollectorStatus(State.FAILED, List.of(reason));
      case Reading.Unsupported(String reason) ->
          new CollectorStatus(State.DISABLED, List.of(reason));
    };
  }
}
