// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.util.Locale;

/// Why a request is refused. The name in lower case is the stable code that clients see and the
/// audit record holds; [Problems] alone knows the HTTP status.
public enum DenyReason {
  MISSING_TOKEN,
  INVALID_TOKEN,
  TOKEN_EXPIRED,
  TOKEN_REVOKED,
  REVOCATION_UNKNOWN,
  TOO_MANY_FAILURES,
  MALFORMED_REQUEST,
  URI_TOO_LONG,
  HEADERS_TOO_LARGE,
  TOO_MANY_PARAMETERS,
  HTTPS_REQUIRED,
  ROUTE_NOT_FOUND,
  METHOD_NOT_ALLOWED,
  DOMAIN_MISMATCH,
  AGENT_MISMATCH,
  AGENT_NOT_PROVISIONED,
  RATE_LIMIT_EXCEEDED,
  BODY_TOO_LARGE,
  INVALID_BODY,
  REQUEST_TIMEOUT,
  MODEL_NOT_ALLOWED,
  POLICY_VIOLATION,
  POLICY_UNDECIDED,
  AUDIT_UNAVAILABLE,
  AGENT_NOT_FOUND,
  UPSTREAM_UNAVAILABLE,
  NOT_READY,
  INTERNAL_ERROR;

  private final String code = name().toLowerCase(Locale.ROOT);

  /// The stable code, such as `token_revoked`.
  public String code() {
    return code;
  }
}
