// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

/// What a source gave for one file of a bundle, not yet cleaned.
sealed interface Collected {
  /// Where it came from: a command or a file, for the record.
  String origin();

  /// A text.
  ///
  /// @param name what the file is about, for its name
  record Text(String name, String origin, String text) implements Collected {}

  /// Kubernetes objects as YAML or JSON.
  record Objects(String name, String origin, String text) implements Collected {}

  /// It could not be had.
  record Failed(String origin, String why) implements Collected {}
}
