// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import java.time.Duration;

/// When behaviour counts as unusual.
///
/// @param volumeFactor an hour with more acts than this many times the busiest of the last week
/// @param volumeLeast and with at least so many
/// @param settledAfter how long nothing new was seen before something new is unusual
/// @param settledActs and in how many acts
/// @param daysLeast on how many days an identity was seen before an hour of the day is unusual
/// @param valuesMax with more sources or resources than this, a new one says nothing
public record AnomalyRules(
    int volumeFactor,
    int volumeLeast,
    Duration settledAfter,
    int settledActs,
    int daysLeast,
    int valuesMax) {
  /// Three times the busiest hour and at least 30 acts; new after a day and 50 acts without
  /// anything new; unusual hours after seven days.
  public static final AnomalyRules USUAL = new AnomalyRules(3, 30, Duration.ofDays(1), 50, 7, 64);
}
