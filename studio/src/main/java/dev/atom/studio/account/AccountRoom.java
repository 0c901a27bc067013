// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.studio.access.PasswordDuty;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.token.TokenIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The parts of this package, put together.
///
/// @param sessions answers login, refresh and logout
/// @param accounts answers everything about users
/// @param bootstrap makes the first administrator
public record AccountRoom(SessionDesk sessions, Accounts accounts, Bootstrap bootstrap) {

  /// @param random cryptographically strong
  /// @param nanos a monotonic clock, for limits
  public static AccountRoom open(
      Ledger ledger,
      TokenIssuer issuer,
      RandomGenerator random,
      LongSupplier nanos,
      Rules rules,
      PasswordDuty duty) {
    var passwords = Passwords.open(random);
    var limiter = new LoginLimiter(LoginLimiter.Limits.USUAL, nanos);
    Accounts.Registration registration =
        rules.openRegistration()
            ? new Accounts.Registration.Open(
                new LoginLimiter(LoginLimiter.Limits.REGISTRATIONS, nanos))
            : new Accounts.Registration.Closed();
    var file = new AdminPasswordFile(rules.adminEmail(), rules.adminPasswordFile());
    return new AccountRoom(
        new SessionDesk(ledger, issuer, passwords, limiter, random, rules.refreshLifetime(), duty),
        new Accounts(ledger, passwords, limiter, registration, file, random),
        new Bootstrap(ledger, passwords, random));
  }

  /// What the operator decides about accounts.
  ///
  /// @param adminEmail of the first administrator, empty without bootstrap
  public record Rules(
      Duration refreshLifetime,
      boolean openRegistration,
      String adminEmail,
      Optional<Path> adminPasswordFile) {}
}
