// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

/// Is told when a copy of the trail stands still and when it goes on again, once each.
interface Outages {
  /// `name` cannot go on, for the reason `why`.
  void begun(String name, String why);

  /// `name` goes on.
  void ended(String name);
}
