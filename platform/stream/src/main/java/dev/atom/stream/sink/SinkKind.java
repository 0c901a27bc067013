// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

/// The sinks there are.
public enum SinkKind {
  /// Standard output of the process.
  STDOUT("stdout"),
  /// A file that is rotated.
  FILE("file"),
  /// A collector that speaks OTLP.
  OTEL("otel");

  private final String stored;

  SinkKind(String stored) {
    this.stored = stored;
  }

  /// The word in a record.
  public String stored() {
    return stored;
  }
}
