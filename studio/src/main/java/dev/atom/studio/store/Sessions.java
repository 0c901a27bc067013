// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Refresh tokens' rows. A family is one login and what was refreshed from it.
public final class Sessions {
  private Sessions() {}

  /// The row of a refresh token, held against a second use until the transaction ends.
  public static Optional<Session> locked(Transaction tx, String hash) {
    return tx.row(
        "select hash, family, user_id, access_hash, access_expires_at, issued_at, expires_at,"
            + " used_at, ended_at from refresh_tokens where hash = ? for update",
        Sessions::read,
        hash);
  }

  /// Whose refresh token this is.
  public static Optional<UUID> userOf(Transaction tx, String hash) {
    return tx.row(
        "select user_id from refresh_tokens where hash = ?", row -> row.id("user_id"), hash);
  }

  public static void insert(Transaction tx, Session session) {
    tx.update(
        "insert into refresh_tokens (hash, family, user_id, access_hash, access_expires_at,"
            + " issued_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
        session.hash(),
        session.family(),
        session.userId(),
        session.accessHash(),
        session.accessExpiresAt(),
        session.issuedAt(),
        session.expiresAt());
  }

  public static void markUsed(Transaction tx, String hash, Instant now) {
    tx.update("update refresh_tokens set used_at = ? where hash = ?", now, hash);
  }

  /// The family in which this access token was given out.
  public static Optional<UUID> familyOfAccessToken(Transaction tx, String accessHash) {
    return tx.row(
        "select family from refresh_tokens where access_hash = ?",
        row -> row.id("family"),
        accessHash);
  }

  /// Ends one login: its refresh tokens are useless and its access tokens are returned, so that
  /// they can be revoked.
  public static List<LiveToken> endFamily(Transaction tx, UUID family, Instant now) {
    return end(tx, "family = ?", now, family);
  }

  /// Ends every login of a user.
  public static List<LiveToken> endAll(Transaction tx, UUID userId, Instant now) {
    return end(tx, "user_id = ?", now, userId);
  }

  /// Ends every login of a user except the one in which this access token was given out.
  public static List<LiveToken> endOthers(
      Transaction tx, UUID userId, String accessHash, Instant now) {
    var kept = familyOfAccessToken(tx, accessHash);
    return kept.isEmpty()
        ? endAll(tx, userId, now)
        : end(tx, "user_id = ? and family <> ?", now, userId, kept.get());
  }

  private static List<LiveToken> end(Transaction tx, String which, Instant now, UUID... ids) {
    var live =
        tx.rows(
            "select access_hash, access_expires_at from refresh_tokens where "
                + which
                + " and access_expires_at > ?",
            row -> new LiveToken(row.text("access_hash"), row.time("access_expires_at")),
            values(ids, now.minus(Revocations.SKEW)));
    tx.update(
        "update refresh_tokens set ended_at = now() where " + which + " and ended_at is null",
        (Object[]) ids);
    return live;
  }

  private static Object[] values(UUID[] ids, Instant last) {
    Object[] values = java.util.Arrays.copyOf(ids, ids.length + 1, Object[].class);
    values[ids.length] = last;
    return values;
  }

  /// Forgets what ran out before `before`.
  public static int forget(Transaction tx, Instant before) {
    return tx.update(
        "delete from refresh_tokens where expires_at < ? and access_expires_at < ?",
        before,
        before);
  }

  private static Session read(Row row) throws SQLException {
    return new Session(
        row.text("hash"),
        row.id("family"),
        row.id("user_id"),
        row.text("access_hash"),
        row.time("access_expires_at"),
        row.time("issued_at"),
        row.time("expires_at"),
        row.maybeTime("used_at").isEmpty() && row.maybeTime("ended_at").isEmpty()
            ? Use.FRESH
            : row.maybeTime("ended_at").isPresent() ? Use.ENDED : Use.USED);
  }

  /// What became of a refresh token.
  public enum Use {
    FRESH,
    USED,
    ENDED
  }

  /// One refresh token and the access token that was given out with it, both by hash.
  public record Session(
      String hash,
      UUID family,
      UUID userId,
      String accessHash,
      Instant accessExpiresAt,
      Instant issuedAt,
      Instant expiresAt,
      Use use) {}
}
