// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

import dev.atom.identity.Role;
import dev.atom.studio.store.Scope;
import java.util.UUID;

/// A user whose token was verified and whose standing was read for this very call.
///
/// @param role the role the user has now, not the one the token was issued with
/// @param tokenHash SHA-256 of the token presented
/// @param mustChangePassword whether somebody else knows the password
public record Caller(
    UUID userId, String email, Role role, String tokenHash, boolean mustChangePassword) {

  /// How far `action` reaches for this caller.
  public Reach reach(Action action) {
    return Permissions.reach(role, action);
  }

  /// The rows that `action` may touch for this caller.
  ///
  /// @throws IllegalStateException when it may touch none: the dispatcher refuses such calls
  public Scope scope(Action action) {
    return switch (reach(action)) {
      case ALL -> Scope.everything();
      case OWN -> Scope.ownedBy(userId);
      case NONE -> throw new IllegalStateException(role + " reaches nothing with " + action);
    };
  }
}
