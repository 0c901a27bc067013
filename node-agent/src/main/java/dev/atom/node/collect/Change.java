// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

/// How a counter stands to what it was a pass before.
public sealed interface Change {
  /// It was not seen before, or the pass before is too near or too far away to compare.
  record Unknown() implements Change {}

  /// It grew by `amount` in `seconds`, over its end and on from zero if it wrapped.
  record Grown(double amount, double seconds) implements Change {
    /// Per second.
    public double rate() {
      return amount / seconds;
    }
  }

  /// It began again: a device was replaced, a module loaded anew, the host restarted.
  record Reset() implements Change {}

  /// The growth, or NaN.
  default double amount() {
    return switch (this) {
      case Grown(double amount, double _) -> amount;
      case Unknown _, Reset _ -> Double.NaN;
    };
  }

  /// Growth per second, or NaN.
  default double perSecond() {
    return switch (this) {
      case Grown grown -> grown.rate();
      case Unknown _, Reset _ -> Double.NaN;
    };
  }
}
