// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

/// How far an action reaches for a role.
public enum Reach {
  /// Everything there is.
  ALL,
  /// What the caller owns; everything else is as if it did not exist.
  OWN,
  /// Nothing: the call is refused.
  NONE
}
