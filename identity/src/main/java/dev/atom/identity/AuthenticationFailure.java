// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// Why a token was not accepted.
public enum AuthenticationFailure {
  /// No authorization header.
  MISSING,
  /// Not a compact JWS of the one form that is accepted, or too long.
  MALFORMED,
  /// The header names another algorithm than RS256.
  WRONG_ALGORITHM,
  /// The header names no key that is known.
  UNKNOWN_KEY,
  /// The signature is not the key's.
  BAD_SIGNATURE,
  /// Another issuer.
  WRONG_ISSUER,
  /// Issued for somebody else.
  WRONG_AUDIENCE,
  /// A claim is missing, of the wrong type, or contradicts another.
  WRONG_CLAIMS,
  /// Claim `iat` or `nbf` lies in the future.
  NOT_YET_VALID,
  /// Claim `exp` has passed.
  EXPIRED,
  /// The source sent so many bad signatures that no more are checked for it at present.
  TOO_MANY_FAILURES
}
