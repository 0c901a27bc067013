// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.base.Sha256;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.PasswordDuty;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.store.LiveToken;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Sessions;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.store.Users;
import dev.atom.studio.token.TokenIssuer;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Opens, renews and ends sessions.
///
/// A login begins a family of refresh tokens. Each is good once; a second use means that somebody
/// else has a copy, and ends the family with every access token it gave out.
public final class SessionDesk {
  private static final int REFRESH_BYTES = 32;

  private final Ledger ledger;
  private final TokenIssuer issuer;
  private final Passwords passwords;
  private final LoginLimiter limiter;
  private final RandomGenerator random;
  private final Duration refreshLifetime;
  private final PasswordDuty duty;

  SessionDesk(
      Ledger ledger,
      TokenIssuer issuer,
      Passwords passwords,
      LoginLimiter limiter,
      RandomGenerator random,
      Duration refreshLifetime,
      PasswordDuty duty) {
    this.ledger = ledger;
    this.issuer = issuer;
    this.passwords = passwords;
    this.limiter = limiter;
    this.random = random;
    this.refreshLifetime = refreshLifetime;
    this.duty = duty;
  }

  /// Checks the password and opens a session.
  public Reply login(Exchange exchange, Bodies.Login body) {
    return switch (limiter.attempt(body.email(), exchange.remote())) {
      case LoginLimiter.Admission.Limited(var seconds) ->
          new Reply.Refused(
              new Problem(
                  Problem.Code.LOGIN_RATE_LIMITED,
                  "too many wrong passwords for this user or from this address",
                  seconds),
              Map.of("account", Sha256.hex(body.email())));
      case LoginLimiter.Admission.Admitted attempt ->
          passwords.withRoom(() -> admitted(exchange, body, attempt)).orElseGet(Passwords::noRoom);
    };
  }

  private Reply admitted(
      Exchange exchange, Bodies.Login body, LoginLimiter.Admission.Admitted attempt) {
    var user = ledger.read(tx -> Users.byEmail(tx, body.email()));
    if (!isPassword(body.password(), user)) {
      return new Reply.Refused(
          Problem.of(Problem.Code.INVALID_CREDENTIALS, "check both and try again"),
          Map.of(
              "account",
              user.map(known -> known.id().toString()).orElse(Sha256.hex(body.email()))));
    }
    limiter.succeeded(body.email(), exchange.remote(), attempt);
    var known = user.orElseThrow();
    return ledger.change(
        exchange,
        tx -> {
          var current = Users.locked(tx, known.id()).orElseThrow();
          if (!current.active()) {
            return Change.refused(
                Problem.Code.USER_DEACTIVATED, "an administrator ended this user's access");
          }
          if (!current.passwordHash().equals(known.passwordHash())) {
            return Change.refused(
                Problem.Code.INVALID_CREDENTIALS, "the password was changed at this moment");
          }
          var tokens = open(tx, current, Uuids.random(random), exchange.now());
          return Change.session(
              Entry.user("session.open", current.id(), current.id(), Map.of()), Reply.ok(tokens));
        });
  }

  private boolean isPassword(String password, Optional<Users.User> user) {
    if (user.isEmpty()) {
      passwords.matchesNobody(password);
      return false;
    }
    return passwords.matches(password, user.get().passwordHash());
  }

  /// Trades a refresh token for a new pair.
  public Reply refresh(Exchange exchange, Bodies.Refresh body) {
    var hash = Sha256.hex(body.refreshToken());
    return ledger.change(
        exchange,
        tx -> {
          // the user's row first, as everywhere, so that two calls cannot wait for each other
          var user = Sessions.userOf(tx, hash).flatMap(id -> Users.locked(tx, id));
          var found = Sessions.locked(tx, hash);
          if (user.isEmpty()
              || found.isEmpty()
              || !found.get().expiresAt().isAfter(exchange.now())) {
            return invalid("log in again");
          }
          var session = found.get();
          return switch (session.use()) {
            case ENDED -> invalid("the session was ended; log in again");
            case USED -> reused(tx, session, exchange.now());
            case FRESH -> renewed(tx, user.get(), session, exchange.now());
          };
        });
  }

  private Change renewed(Transaction tx, Users.User user, Sessions.Session session, Instant now) {
    if (!user.active()) {
      return invalid("log in again");
    }
    Sessions.markUsed(tx, session.hash(), now);
    var tokens = open(tx, user, session.family(), now);
    return Change.session(
        Entry.user("session.renew", user.id(), user.id(), Map.of()), Reply.ok(tokens));
  }

  private static Change reused(Transaction tx, Sessions.Session session, Instant now) {
    // SECURITY(T-03): two parties hold this token, and we cannot know which one is the thief
    var live = Sessions.endFamily(tx, session.family(), now);
    Revocations.revoke(tx, live, now);
    return Change.world(
        Entry.user(
            "session.reuse_detected",
            session.userId(),
            session.userId(),
            Map.of("access_tokens_revoked", live.size())),
        Reply.refused(
            Problem.Code.INVALID_REFRESH_TOKEN,
            "it was used before, so the session was ended; log in again"));
  }

  private static Change invalid(String detail) {
    return Change.refused(Problem.Code.INVALID_REFRESH_TOKEN, detail);
  }

  /// Ends the session of the token presented.
  public Reply logout(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.change(
        exchange,
        tx -> {
          var live =
              Sessions.familyOfAccessToken(tx, caller.tokenHash())
                  .map(family -> Sessions.endFamily(tx, family, exchange.now()))
                  .orElseGet(() -> List.of(new LiveToken(caller.tokenHash(), exchange.now())));
          Revocations.revoke(tx, live, exchange.now());
          return Change.world(
              Entry.user("session.end", caller.userId(), caller.userId(), Map.of()),
              Reply.nothing());
        });
  }

  private Bodies.SessionTokens open(Transaction tx, Users.User user, UUID family, Instant now) {
    // SECURITY(T-31): a password that somebody else knows opens nothing but its own change.
    var access =
        duty.binds(user.email(), user.mustChangePassword())
            ? issuer.forPasswordChange(user, now)
            : issuer.forUser(user, now);
    byte[] bytes = new byte[REFRESH_BYTES];
    random.nextBytes(bytes);
    var refresh = HexFormat.of().formatHex(bytes);
    Sessions.insert(
        tx,
        new Sessions.Session(
            Sha256.hex(refresh),
            family,
            user.id(),
            access.hash(),
            access.expiresAt(),
            now,
            now.plus(refreshLifetime),
            Sessions.Use.FRESH));
    return new Bodies.SessionTokens(
        access.text().reveal(),
        Duration.between(access.issuedAt(), access.expiresAt()).toSeconds(),
        refresh,
        user.mustChangePassword());
  }
}
