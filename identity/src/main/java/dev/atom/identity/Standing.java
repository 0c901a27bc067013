// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// Whether a verified token may still be used.
public sealed interface Standing {
  /// Nothing is known against it, and what is known is fresh.
  record Good() implements Standing {}

  /// It was revoked.
  ///
  /// @param why which rule voids it
  record Revoked(String why) implements Standing {}

  /// Nothing fresh is known; the caller refuses.
  record Unknown() implements Standing {}
}
