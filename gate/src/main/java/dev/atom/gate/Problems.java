// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

/// How a refusal looks on the wire, in the shape that OpenAI's clients expect:
/// `{"error":{"message","type","param","code","decision_id"}}`. Nothing else in GATE knows a status
/// code. The table is `docs/errors.md`; a test holds the two together.
public final class Problems {
  private Problems() {}

  /// A refusal's form on the wire.
  ///
  /// @param status HTTP status
  /// @param type OpenAI's name of the family
  /// @param retry whether the same request may succeed later by itself
  public record Form(int status, String type, boolean retry) {}

  private static final String AUTHENTICATION = "AuthenticationError";
  private static final String PERMISSION = "PermissionDeniedError";
  private static final String BAD_REQUEST = "BadRequestError";
  private static final String NOT_FOUND = "NotFoundError";
  private static final String RATE = "RateLimitError";
  private static final String UNAVAILABLE = "ServiceUnavailableError";

  /// The form of `reason`.
  public static Form form(DenyReason reason) {
    return switch (reason) {
      case MISSING_TOKEN, INVALID_TOKEN, TOKEN_EXPIRED, TOKEN_REVOKED ->
          new Form(401, AUTHENTICATION, false);
      case DOMAIN_MISMATCH,
          AGENT_MISMATCH,
          AGENT_NOT_PROVISIONED,
          MODEL_NOT_ALLOWED,
          POLICY_VIOLATION,
          POLICY_UNDECIDED ->
          new Form(403, PERMISSION, false);
      case MALFORMED_REQUEST, INVALID_BODY, TOO_MANY_PARAMETERS ->
          new Form(400, BAD_REQUEST, false);
      case ROUTE_NOT_FOUND -> new Form(404, NOT_FOUND, false);
      case METHOD_NOT_ALLOWED -> new Form(405, BAD_REQUEST, false);
      case REQUEST_TIMEOUT -> new Form(408, BAD_REQUEST, false);
      case BODY_TOO_LARGE -> new Form(413, BAD_REQUEST, false);
      case URI_TOO_LONG -> new Form(414, BAD_REQUEST, false);
      case HTTPS_REQUIRED -> new Form(426, BAD_REQUEST, false);
      case RATE_LIMIT_EXCEEDED, TOO_MANY_FAILURES -> new Form(429, RATE, true);
      case HEADERS_TOO_LARGE -> new Form(431, BAD_REQUEST, false);
      case INTERNAL_ERROR -> new Form(500, "InternalServerError", false);
      case AGENT_NOT_FOUND, UPSTREAM_UNAVAILABLE -> new Form(502, UNAVAILABLE, false);
      case REVOCATION_UNKNOWN, AUDIT_UNAVAILABLE, NOT_READY -> new Form(503, UNAVAILABLE, false);
    };
  }

  /// The body of a refusal. Messages and ids are ours and need no escaping but for quotes.
  public static String body(Denial denial, String decisionId) {
    Form form = form(denial.reason());
    return "{\"error\":{\"message\":\""
        + escaped(denial.message())
        + "\",\"type\":\""
        + form.type()
        + "\",\"param\":null,\"code\":\""
        + denial.reason().code()
        + "\",\"decision_id\":\""
        + decisionId
        + "\"}}";
  }

  /// A policy's author writes the message, so it is escaped like any foreign text.
  private static String escaped(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(' ');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
