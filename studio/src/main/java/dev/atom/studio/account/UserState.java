// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.base.Sha256;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.store.Users;
import java.util.Map;
import java.util.UUID;

/// A user as the trail fingerprints it.
final class UserState {
  private UserState() {}

  /// The digest of `user`. A new password makes another one, and is in it only as a hash of its
  /// hash.
  static String of(Users.User user) {
    return StateDigest.of(
        Map.of(
            "id", user.id().toString(),
            "email", user.email(),
            "full_name", user.fullName(),
            "role", user.role().written(),
            "active", user.active(),
            "must_change_password", user.mustChangePassword(),
            "password", Sha256.hex(user.passwordHash())));
  }

  /// The digest of the row as this transaction leaves it.
  static String now(Transaction tx, UUID id) {
    return Users.byId(tx, id).map(UserState::of).orElse(StateDigest.ABSENT);
  }
}
