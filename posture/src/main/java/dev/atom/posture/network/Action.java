// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// What a rule does with the connections it matches.
public enum Action {
  ALLOW,
  DENY,
  /// Leaves them to the next tier, past the other rules of its own.
  PASS
}
