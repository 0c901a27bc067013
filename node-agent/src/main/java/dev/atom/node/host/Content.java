// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.host;

/// What came of reading a file.
public sealed interface Content {
  /// Its text.
  record Text(String text) implements Content {}

  /// There is no such file, or no longer.
  record Missing() implements Content {}

  /// We may not read it.
  record Denied() implements Content {}

  /// It is there and cannot be read.
  record Broken(String reason) implements Content {}
}
