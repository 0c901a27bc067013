// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.audit.AuditEvent;
import dev.atom.identity.Principal;
import dev.atom.identity.VerifiedToken;

/// Who called, as far as was proven: what the record says of the caller.
public sealed interface Caller {
  /// A caller whose token verified, whether or not it still stands.
  ///
  /// @param token what it says
  record Named(VerifiedToken token) implements Caller {}

  /// Anybody else.
  ///
  /// @param tokenHash of what was presented, SHA-256 hex; empty when nothing was
  record Nameless(String tokenHash) implements Caller {}

  /// The token's subject; empty for the nameless.
  default String subject() {
    return switch (this) {
      case Named(var token) -> token.principal().subject();
      case Nameless _ -> "";
    };
  }

  /// `client`, `pod` or `human`; empty for the nameless.
  default String tokenType() {
    return switch (this) {
      case Named(var token) -> token.kind().written();
      case Nameless _ -> "";
    };
  }

  /// The form of the audit entry.
  default AuditEvent.Subject recorded() {
    return switch (this) {
      case Named(var token) -> recorded(token);
      case Nameless(var hash) -> new AuditEvent.Subject("", "", "", hash);
    };
  }

  private static AuditEvent.Subject recorded(VerifiedToken token) {
    String kind = token.kind().written();
    String hash = token.hash().hex();
    return switch (token.principal()) {
      case Principal.Agent(var id, var domain) ->
          new AuditEvent.Subject(domain.value(), id.value(), kind, hash);
      case Principal.Human _ -> new AuditEvent.Subject("", "", kind, hash);
    };
  }
}
