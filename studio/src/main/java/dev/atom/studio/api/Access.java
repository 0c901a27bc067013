// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.studio.access.Action;

/// Who may use a route at all.
public sealed interface Access {
  /// Anybody; for probes, whose refusals are not worth an audit entry.
  ///
  /// @param reason why
  record Probe(String reason) implements Access {}

  /// Anybody.
  ///
  /// @param reason why
  record Open(String reason) implements Access {}

  /// A user whose role reaches something with this action.
  record Needs(Action action) implements Access {}
}
