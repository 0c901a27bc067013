// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.identity.Role;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.Users;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes the first administrator, where there is no user at all.
public final class Bootstrap {
  private final Ledger ledger;
  private final Passwords passwords;
  private final RandomGenerator random;

  Bootstrap(Ledger ledger, Passwords passwords, RandomGenerator random) {
    this.ledger = ledger;
    this.passwords = passwords;
    this.random = random;
  }

  /// Makes `email` an administrator with the password in `file`, who must change it. Does nothing
  /// when there is a user already, whatever became of the file.
  ///
  /// @throws AtomException BAD_CONFIGURATION when the address or the file cannot be used,
  ///   STORAGE_UNAVAILABLE when user or audit entry cannot be stored
  public void run(String email, Path file, Instant now) {
    if (!ledger.read(Users::isEmpty)) {
      return;
    }
    var id = Uuids.random(random);
    var user =
        new Users.User(
            id,
            address(email),
            "Administrator",
            passwords.hash(password(email, file)),
            Role.ADMIN,
            true,
            true,
            now);
    var exchange =
        new Exchange(Uuids.random(random).toString(), "", "", "", "", now, Map.of(), Map.of());
    var entry =
        new Entry(
            "user.bootstrap",
            "studio",
            "user:" + id,
            "",
            "",
            Map.of("role", "admin", "email", user.email()),
            StateDigest.ABSENT,
            UserState.of(user));
    var reply =
        ledger.change(
            exchange,
            tx -> {
              if (!Users.isEmpty(tx)) {
                return Change.refused(Problem.Code.CONFLICT, "there is a user already");
              }
              Users.insert(tx, user);
              return Change.world(entry, Reply.nothing());
            });
    if (reply instanceof Reply.Refused refused
        && refused.problem().code() == Problem.Code.AUDIT_UNAVAILABLE) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "the administrator was not made: the audit trail does not answer");
    }
  }

  private static String address(String email) {
    try {
      return new Email(email).text();
    } catch (IllegalArgumentException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "bootstrap.admin-email '" + email + "' is no address", e);
    }
  }

  private static String password(String email, Path file) {
    String password;
    try {
      password = Files.readString(file).strip();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "there is no user yet and bootstrap.admin-password-file "
              + file
              + " cannot be read: write a password of at least "
              + PasswordRule.LENGTH_MIN
              + " characters into it",
          e);
    }
    PasswordRule.refusal(password, email)
        .ifPresent(why -> {
          throw new AtomException(
              ErrorCode.BAD_CONFIGURATION, "bootstrap.admin-password-file " + file + ": " + why);
        });
    return password;
  }
}
