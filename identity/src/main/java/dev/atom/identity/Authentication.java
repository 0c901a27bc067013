// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// What an authorization header turned out to be.
public sealed interface Authentication {
  /// A verified token.
  ///
  /// @param token what it says
  record Authenticated(VerifiedToken token) implements Authentication {}

  /// Anything else.
  ///
  /// @param reason why
  /// @param tokenHash the SHA-256 hex of the refused text, for the audit; `""` when there was none
  record Rejected(AuthenticationFailure reason, String tokenHash) implements Authentication {}
}
