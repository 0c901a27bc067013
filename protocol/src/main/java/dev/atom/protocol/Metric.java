// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

/// What is measured: an OpenTelemetry name, its unit (UCUM) and how values relate in time.
///
/// @param name such as `system.memory.usage`
/// @param unit such as `By`, `s`, `1`
public record Metric(String name, String unit, Kind kind) {
  /// How the values of a metric relate in time.
  public enum Kind {
    /// The value now.
    GAUGE,
    /// What has been counted since some start; only grows, until it starts again.
    SUM
  }

  /// A value of now.
  public static Metric gauge(String name, String unit) {
    return new Metric(name, unit, Kind.GAUGE);
  }

  /// A count that only grows.
  public static Metric sum(String name, String unit) {
    return new Metric(name, unit, Kind.SUM);
  }
}
