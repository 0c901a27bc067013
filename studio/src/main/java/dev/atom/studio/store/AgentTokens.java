// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.identity.TokenKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of tokens given to agents: hashes and times, never a token.
public final class AgentTokens {
  private static final String COLUMNS =
      "select id, agent_id, kind, hash, issued_at, expires_at, revoked_at from agent_tokens ";

  private AgentTokens() {}

  public static List<AgentToken> ofAgent(Transaction tx, UUID agent) {
    return tx.rows(COLUMNS + "where agent_id = ? order by issued_at, id", AgentTokens::read, agent);
  }

  public static Optional<AgentToken> byId(Transaction tx, UUID id) {
    return tx.row(COLUMNS + "where id = ? for update", AgentTokens::read, id);
  }

  public static Optional<AgentToken> byHash(Transaction tx, String hash) {
    return tx.row(COLUMNS + "where hash = ? for update", AgentTokens::read, hash);
  }

  public static void insert(Transaction tx, AgentToken token) {
    tx.update(
        "insert into agent_tokens (id, agent_id, kind, hash, issued_at, expires_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        token.id(),
        token.agentId(),
        token.kind().written(),
        token.hash(),
        token.issuedAt(),
        token.expiresAt());
  }

  public static void markRevoked(Transaction tx, UUID id, UUID by, Instant now) {
    tx.update(
        "update agent_tokens set revoked_at = ?, revoked_by = ?"
            + " where id = ? and revoked_at is null",
        now,
        by,
        id);
  }

  /// Marks every token of this agent and kind revoked and gives those that would still be accepted.
  public static List<LiveToken> endKind(
      Transaction tx, UUID agent, TokenKind kind, UUID by, Instant now) {
    return tx.rows(
        "update agent_tokens set revoked_at = ?, revoked_by = ? where agent_id = ? and kind = ?"
            + " and revoked_at is null and expires_at > ? returning hash, expires_at",
        row -> new LiveToken(row.text("hash"), row.time("expires_at")),
        now,
        by,
        agent,
        kind.written(),
        now.minus(Revocations.SKEW));
  }

  private static AgentToken read(Row row) throws SQLException {
    return new AgentToken(
        row.id("id"),
        row.id("agent_id"),
        TokenKind.read(row.text("kind")).orElseThrow(),
        row.text("hash"),
        row.time("issued_at"),
        row.time("expires_at"),
        row.maybeTime("revoked_at"));
  }

  /// One token that was given out.
  public record AgentToken(
      UUID id,
      UUID agentId,
      TokenKind kind,
      String hash,
      Instant issuedAt,
      Instant expiresAt,
      Optional<Instant> revokedAt) {}
}
