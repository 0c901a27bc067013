// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import java.util.Locale;

/// A part of a bundle.
enum Category {
  LOGS,
  DESCRIBE,
  EVENTS,
  RESOURCES;

  /// The word of records and file names.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
