// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

/// Where a value comes from, strongest first.
///
/// @param kind which of the four sources
/// @param where the line, variable or flag, in words: `gate.yaml:12`, `env GATE_PORT`
public record Origin(Kind kind, String where) {
  /// The sources in order of precedence.
  public enum Kind {
    /// A `--set` flag.
    FLAG,
    /// An environment variable.
    ENVIRONMENT,
    /// The YAML file.
    FILE,
    /// The default in the record.
    DEFAULT
  }

  static Origin flag(String text) {
    return new Origin(Kind.FLAG, "flag --set " + text);
  }

  static Origin environment(String name) {
    return new Origin(Kind.ENVIRONMENT, "env " + name);
  }

  static Origin file(String name, int line) {
    return new Origin(Kind.FILE, name + ":" + line);
  }

  static Origin none() {
    return new Origin(Kind.DEFAULT, "default");
  }

  Origin through(String reference) {
    return new Origin(kind, where + " -> " + reference);
  }

  @Override
  public String toString() {
    return where;
  }
}
