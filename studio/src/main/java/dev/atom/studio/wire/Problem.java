// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import dev.atom.base.AtomException;
import java.util.Locale;

/// A refusal as the caller sees it (RFC 9457): a stable code, and a detail that names the thing,
/// the value and the way out without telling what the caller may not know.
///
/// @param retryAfterSeconds when the same call may succeed, 0 when waiting does not help
public record Problem(Code code, String detail, int retryAfterSeconds) {

  /// A problem that waiting does not solve.
  public static Problem of(Code code, String detail) {
    return new Problem(code, detail, 0);
  }

  /// The one place where failures get a status. What is our own fault is not explained to callers.
  public static Problem of(AtomException failure) {
    return switch (failure.code()) {
      case BAD_REQUEST -> of(Code.INVALID_REQUEST, words(failure));
      case NOT_FOUND -> of(Code.NOT_FOUND, words(failure));
      case CONFLICT -> of(Code.CONFLICT, "it exists already or was changed meanwhile");
      case UNAUTHENTICATED -> of(Code.INVALID_TOKEN, words(failure));
      case FORBIDDEN -> of(Code.NOT_PERMITTED, words(failure));
      case STORAGE_UNAVAILABLE, DEPENDENCY_UNAVAILABLE ->
          new Problem(Code.STORAGE_UNAVAILABLE, "the control plane's database does not answer", 1);
      case BAD_CONFIGURATION, STORAGE_CORRUPT, INTERNAL ->
          of(
              Code.INTERNAL_ERROR,
              "the call failed on our side; the decision id finds it in the log");
    };
  }

  private static String words(AtomException failure) {
    return String.valueOf(failure.getMessage());
  }

  /// Stable names of refusals, with the status each has on the wire.
  public enum Code {
    MALFORMED_REQUEST(400, "This is not a well-framed HTTP request"),
    INVALID_REQUEST(400, "The request cannot be understood"),
    MISSING_TOKEN(401, "No access token was sent"),
    INVALID_TOKEN(401, "The access token is not valid"),
    TOKEN_EXPIRED(401, "The access token has expired"),
    TOKEN_REVOKED(401, "The access token was revoked"),
    INVALID_CREDENTIALS(401, "E-mail and password do not match"),
    INVALID_REFRESH_TOKEN(401, "The refresh token is not valid"),
    USER_DEACTIVATED(401, "The user is deactivated"),
    NOT_PERMITTED(403, "The role does not allow this"),
    PASSWORD_CHANGE_REQUIRED(403, "The password must be changed first"),
    REGISTRATION_CLOSED(403, "Open registration is switched off"),
    ROUTE_NOT_FOUND(404, "There is no such route"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The route does not take this method"),
    CONFLICT(409, "The state does not allow this"),
    BODY_TOO_LARGE(413, "The body is too large"),
    LOGIN_RATE_LIMITED(429, "Too many failed logins"),
    RATE_LIMITED(429, "Too many attempts"),
    INTERNAL_ERROR(500, "The call failed on our side"),
    AUDIT_UNAVAILABLE(503, "The audit trail does not answer"),
    STORAGE_UNAVAILABLE(503, "The database does not answer"),
    BUSY(503, "Too many calls at once"),
    NOT_READY(503, "Not ready to serve");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /// The status on the wire.
    public int status() {
      return status;
    }

    /// What kind of refusal this is, in words that never change with the case at hand.
    public String title() {
      return title;
    }

    /// The name on the wire.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the caller's identity was what failed.
    public boolean isAuthenticationFailure() {
      return status == 401 || this == LOGIN_RATE_LIMITED;
    }
  }
}
