// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

import dev.atom.identity.Authentication;
import dev.atom.identity.AuthenticationFailure;
import dev.atom.identity.Authenticator;
import dev.atom.identity.Principal;
import dev.atom.identity.VerifiedToken;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.store.Users;
import dev.atom.studio.wire.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns an authorization header into a [Caller].
///
/// The token is verified first; then the database says, for every single call, whether it was
/// revoked and whether the user may still act. So a deactivated user is refused at once.
public final class CallerAuthentication {
  private final Authenticator authenticator;
  private final ControlStore store;

  /// @param authenticator for tokens whose audience is the control plane
  public CallerAuthentication(Authenticator authenticator, ControlStore store) {
    this.authenticator = authenticator;
    this.store = store;
  }

  /// @param source the peer's address, for the budget of bad signatures
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE: who cannot be looked up is not let in
  public Answer authenticate(@Nullable String authorization, String source, Instant now) {
    return switch (authenticator.authenticate(authorization, source, now)) {
      case Authentication.Rejected(var reason, var hash) ->
          new Answer.Unknown(Problem.of(code(reason), words(reason)), hash);
      case Authentication.Authenticated(var token) -> store.read(tx -> standing(tx, token));
    };
  }

  private static Answer standing(Transaction tx, VerifiedToken token) {
    var hash = token.hash().hex();
    if (!(token.principal() instanceof Principal.Human human)) {
      return unknown(Problem.Code.INVALID_TOKEN, "agents' tokens are for the gateway", hash);
    }
    if (Revocations.isRevoked(tx, hash, human.subject(), token.issuedAt())) {
      return unknown(Problem.Code.TOKEN_REVOKED, "log in again", hash);
    }
    var user = Users.byId(tx, UUID.fromString(human.id().value()));
    if (user.isEmpty() || !user.get().active()) {
      return unknown(
          Problem.Code.USER_DEACTIVATED, "an administrator ended this user's access", hash);
    }
    var known = user.get();
    return new Answer.Known(
        new Caller(known.id(), known.email(), known.role(), hash, known.mustChangePassword()));
  }

  private static Answer unknown(Problem.Code code, String detail, String hash) {
    return new Answer.Unknown(Problem.of(code, detail), hash);
  }

  private static Problem.Code code(AuthenticationFailure reason) {
    return switch (reason) {
      case MISSING -> Problem.Code.MISSING_TOKEN;
      case EXPIRED -> Problem.Code.TOKEN_EXPIRED;
      case MALFORMED,
          WRONG_ALGORITHM,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          WRONG_ISSUER,
          WRONG_AUDIENCE,
          WRONG_CLAIMS,
          NOT_YET_VALID,
          TOO_MANY_FAILURES ->
          Problem.Code.INVALID_TOKEN;
    };
  }

  private static String words(AuthenticationFailure reason) {
    return switch (reason) {
      case MISSING -> "send an access token as 'authorization: Bearer ...'; see /api/auth/login";
      case EXPIRED -> "refresh it at /api/auth/refresh or log in again";
      case MALFORMED,
          WRONG_ALGORITHM,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          WRONG_ISSUER,
          WRONG_AUDIENCE,
          WRONG_CLAIMS,
          NOT_YET_VALID,
          TOO_MANY_FAILURES ->
          "log in again";
    };
  }

  /// Who calls, or why nobody known does.
  public sealed interface Answer {
    record Known(Caller caller) implements Answer {}

    /// @param tokenHash of what was presented, empty for nothing
    record Unknown(Problem problem, String tokenHash) implements Answer {}
  }
}
