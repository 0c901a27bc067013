// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.identity.TokenKind;
import dev.atom.studio.store.AgentTokens;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.token.TokenIssuer;
import java.time.Instant;
import java.util.UUID;

/// Voids an agent's tokens: the known ones by hash, and any other issued before now by time.
final class TokenVoiding {
  private TokenVoiding() {}

  /// Voids one kind and leaves the other alone; gives the number of tokens that were still good.
  static int kind(Transaction tx, UUID agent, TokenKind kind, UUID by, Instant now) {
    var live = AgentTokens.endKind(tx, agent, kind, by, now);
    Revocations.revoke(tx, live, now);
    Revocations.voidBefore(tx, TokenIssuer.subject(agent), kind, now);
    return live.size();
  }

  /// Voids both kinds.
  static int all(Transaction tx, UUID agent, UUID by, Instant now) {
    return kind(tx, agent, TokenKind.CLIENT, by, now) + kind(tx, agent, TokenKind.POD, by, now);
  }
}
