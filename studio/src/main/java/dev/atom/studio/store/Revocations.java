// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.identity.TokenKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What the gateway refuses: single tokens by hash, and all tokens of a subject and kind from
/// before a moment.
public final class Revocations {
  /// A revocation outlives its token by the clock difference we allow for.
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration KEEP_MIN = Duration.ofHours(24);

  private Revocations() {}

  /// Revokes single tokens. Revoking twice keeps the first time and the longer memory.
  public static void revoke(Transaction tx, List<LiveToken> tokens, Instant now) {
    for (LiveToken token : tokens) {
      var dayLater = now.plus(KEEP_MIN);
      var end = token.expiresAt().isAfter(dayLater) ? token.expiresAt() : dayLater;
      tx.update(
          "insert into revoked_tokens (hash, revoked_at, keep_until) values (?, ?, ?)"
              + " on conflict (hash) do update"
              + " set keep_until = greatest(revoked_tokens.keep_until, excluded.keep_until)",
          token.hash(),
          now,
          end.plus(SKEW));
    }
  }

  /// Voids every token of this subject and kind that was issued before the current second. Token
  /// times count whole seconds, so those of the current second must be revoked by hash; a token
  /// issued afterwards in the same second stays good. The moment never moves back.
  public static void voidBefore(Transaction tx, String subject, TokenKind kind, Instant now) {
    tx.update(
        "insert into principal_not_before (subject, kind, not_before) values (?, ?, ?)"
            + " on conflict (subject, kind) do update set not_before ="
            + " greatest(principal_not_before.not_before, excluded.not_before)",
        subject,
        kind.written(),
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  /// Whether a person's token was revoked, by itself or with all of that person's.
  public static boolean isRevoked(Transaction tx, String hash, String subject, Instant issuedAt) {
    return tx.row(
            "select exists (select 1 from revoked_tokens where hash = ?) or exists (select 1 from"
                + " principal_not_before where subject = ? and kind = 'human' and not_before > ?)"
                + " as revoked",
            row -> row.truth("revoked"),
            hash,
            subject,
            issuedAt)
        .orElse(true);
  }

  /// Forgets revocations of tokens that have long run out.
  public static int forget(Transaction tx, Instant now) {
    return tx.update("delete from revoked_tokens where keep_until < ?", now);
  }
}
