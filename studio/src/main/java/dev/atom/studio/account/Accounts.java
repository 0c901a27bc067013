// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.identity.Role;
import dev.atom.identity.TokenKind;
import dev.atom.studio.access.Caller;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Sessions;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.store.Users;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Users: who there is, how one becomes one, and how one stops being one.
public final class Accounts {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int TEMPORARY_LENGTH = 24;

  private final Ledger ledger;
  private final Passwords passwords;
  private final LoginLimiter limiter;
  private final Registration registration;
  private final AdminPasswordFile adminPasswordFile;
  private final RandomGenerator random;

  Accounts(
      Ledger ledger,
      Passwords passwords,
      LoginLimiter limiter,
      Registration registration,
      AdminPasswordFile adminPasswordFile,
      RandomGenerator random) {
    this.ledger = ledger;
    this.passwords = passwords;
    this.limiter = limiter;
    this.registration = registration;
    this.adminPasswordFile = adminPasswordFile;
    this.random = random;
  }

  /// Whether strangers may make themselves users.
  sealed interface Registration {
    /// @param limiter bounds how often one source may try
    record Open(LoginLimiter limiter) implements Registration {}

    record Closed() implements Registration {}
  }

  public Reply me(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.read(tx -> Reply.ok(view(Users.byId(tx, caller.userId()).orElseThrow())));
  }

  public Reply list(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.read(
        tx -> Reply.ok(new Bodies.UserList(Users.all(tx).stream().map(Accounts::view).toList())));
  }

  /// Replaces the caller's password and ends the caller's other sessions.
  public Reply changePassword(Caller caller, Exchange exchange, Bodies.PasswordChange body) {
    return switch (limiter.attempt(caller.email(), exchange.remote())) {
      case LoginLimiter.Admission.Limited(var seconds) ->
          new Reply.Refused(
              new Problem(Problem.Code.LOGIN_RATE_LIMITED, "too many wrong passwords", seconds),
              Map.of());
      case LoginLimiter.Admission.Admitted attempt ->
          changePassword(caller, exchange, body, attempt);
    };
  }

  private Reply changePassword(
      Caller caller,
      Exchange exchange,
      Bodies.PasswordChange body,
      LoginLimiter.Admission.Admitted attempt) {
    var stored = ledger.read(tx -> Users.byId(tx, caller.userId()).orElseThrow().passwordHash());
    if (!passwords.matches(body.current(), stored)) {
      return Reply.refused(
          Problem.Code.INVALID_CREDENTIALS, "'current' is not the password of " + caller.email());
    }
    limiter.succeeded(caller.email(), exchange.remote(), attempt);
    var refusal = PasswordRule.refusal(body.replacement(), caller.email());
    if (refusal.isPresent() || body.replacement().equals(body.current())) {
      return Reply.refused(
          Problem.Code.INVALID_REQUEST, refusal.orElse("the new password is the current one"));
    }
    var hash = passwords.hash(body.replacement());
    var reply = ledger.change(exchange, tx -> replace(tx, caller, exchange.now(), stored, hash));
    if (reply instanceof Reply.Done) {
      adminPasswordFile.deleteAfterChangeBy(caller.email());
    }
    return reply;
  }

  private static Change replace(
      Transaction tx, Caller caller, Instant now, String oldHash, String newHash) {
    var user = Users.locked(tx, caller.userId()).orElseThrow();
    if (!user.passwordHash().equals(oldHash)) {
      return Change.refused(Problem.Code.CONFLICT, "the password was changed at this moment");
    }
    Users.setPassword(tx, user.id(), newHash, now);
    var ended = Sessions.endOthers(tx, user.id(), caller.tokenHash(), now);
    Revocations.revoke(tx, ended, now);
    return Change.world(
        Entry.user(
                "user.password",
                caller.userId(),
                user.id(),
                Map.of("other_access_tokens_revoked", ended.size()))
            .between(UserState.of(user), UserState.now(tx, user.id())),
        Reply.nothing());
  }

  /// Makes the caller a developer, where open registration is switched on.
  public Reply register(Exchange exchange, Bodies.Registration body) {
    return switch (registration) {
      case Registration.Closed _ ->
          Reply.refused(Problem.Code.REGISTRATION_CLOSED, "ask an administrator for an invitation");
      case Registration.Open(var attempts) ->
          switch (attempts.attempt(body.email(), exchange.remote())) {
            case LoginLimiter.Admission.Limited(var seconds) ->
                new Reply.Refused(
                    new Problem(
                        Problem.Code.RATE_LIMITED, "too many registrations from here", seconds),
                    Map.of());
            case LoginLimiter.Admission.Admitted _ ->
                passwords.withRoom(() -> registered(exchange, body)).orElseGet(Passwords::noRoom);
          };
    };
  }

  private Reply registered(Exchange exchange, Bodies.Registration body) {
    var refusal = PasswordRule.refusal(body.password(), body.email());
    if (refusal.isPresent()) {
      return Reply.refused(Problem.Code.INVALID_REQUEST, refusal.get());
    }
    var user =
        new Users.User(
            Uuids.random(random),
            body.email(),
            body.fullName(),
            passwords.hash(body.password()),
            Role.DEVELOPER,
            true,
            false,
            exchange.now());
    return ledger.change(
        exchange,
        tx -> added(tx, user, user.id(), Reply.created(new Bodies.Registered(user.id()))));
  }

  /// Makes a user whose first password the caller passes on.
  public Reply invite(Caller caller, Exchange exchange, Bodies.Invitation body) {
    var password = temporaryPassword();
    var user =
        new Users.User(
            Uuids.random(random),
            body.email(),
            body.fullName(),
            passwords.hash(password),
            body.role(),
            true,
            true,
            exchange.now());
    return ledger.change(
        exchange,
        tx ->
            added(
                tx, user, caller.userId(), Reply.created(new Bodies.Invited(user.id(), password))));
  }

  private static Change added(Transaction tx, Users.User user, UUID actor, Reply reply) {
    if (Users.byEmail(tx, user.email()).isPresent()) {
      return Change.refused(
          Problem.Code.CONFLICT, "there is a user with the e-mail '" + user.email() + "' already");
    }
    Users.insert(tx, user);
    return Change.world(
        Entry.user(
                "user.create",
                actor,
                user.id(),
                Map.of("role", user.role().written(), "email", user.email()))
            .between(StateDigest.ABSENT, UserState.of(user)),
        reply);
  }

  /// Gives a user another role; the sessions that carry the old one end.
  public Reply changeRole(Caller caller, Exchange exchange, Bodies.RoleChange body) {
    return onUser(
        exchange,
        (tx, user) -> {
          if (body.role() != Role.ADMIN && isLastAdministrator(tx, user)) {
            return lastAdministrator(user);
          }
          Users.setRole(tx, user.id(), body.role(), exchange.now());
          endEverything(tx, user, exchange.now());
          return Change.world(
              Entry.user(
                      "user.role",
                      caller.userId(),
                      user.id(),
                      Map.of("from", user.role().written(), "to", body.role().written()))
                  .between(UserState.of(user), UserState.now(tx, user.id())),
              Reply.ok(view(Users.byId(tx, user.id()).orElseThrow())));
        });
  }

  /// Ends a user's access, at once and everywhere.
  public Reply deactivate(Caller caller, Exchange exchange, Reply.Nothing body) {
    return onUser(
        exchange,
        (tx, user) -> {
          if (isLastAdministrator(tx, user)) {
            return lastAdministrator(user);
          }
          Users.deactivate(tx, user.id(), exchange.now());
          endEverything(tx, user, exchange.now());
          return Change.world(
              Entry.user("user.deactivate", caller.userId(), user.id(), Map.of())
                  .between(UserState.of(user), UserState.now(tx, user.id())),
              Reply.ok(view(Users.byId(tx, user.id()).orElseThrow())));
        });
  }

  private Reply onUser(Exchange exchange, UserWork work) {
    var text = exchange.parameter("id");
    return ledger.change(
        exchange,
        tx -> {
          // administrators' rows first and always in the same order, so that two calls cannot wait
          // for each other
          Users.activeAdministrators(tx);
          Optional<Users.User> user = Uuids.parse(text).flatMap(id -> Users.locked(tx, id));
          return user.isEmpty() ? Change.notFound("user", text) : work.on(tx, user.get());
        });
  }

  private static boolean isLastAdministrator(Transaction tx, Users.User user) {
    return user.active() && user.role() == Role.ADMIN && Users.activeAdministrators(tx) == 1;
  }

  private static Change lastAdministrator(Users.User user) {
    return Change.refused(
        Problem.Code.CONFLICT,
        user.email() + " is the last active administrator; make another one first");
  }

  private static void endEverything(Transaction tx, Users.User user, Instant now) {
    Revocations.revoke(tx, Sessions.endAll(tx, user.id(), now), now);
    Revocations.voidBefore(tx, user.id().toString(), TokenKind.HUMAN, now);
  }

  private String temporaryPassword() {
    var password = new StringBuilder(TEMPORARY_LENGTH);
    for (int i = 0; i < TEMPORARY_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static Bodies.UserView view(Users.User user) {
    return new Bodies.UserView(
        user.id(),
        user.email(),
        user.fullName(),
        user.role().written(),
        user.active(),
        user.mustChangePassword(),
        user.createdAt());
  }

  @FunctionalInterface
  private interface UserWork {
    Change on(Transaction tx, Users.User user);
  }
}
