// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

/// What a user may do whose password somebody else knows.
public enum PasswordDuty {
  /// Change it, see oneself, log out; everything else is refused until then.
  FIRST,
  /// Everything; the login answer says that it must be changed.
  ADVISED
}
