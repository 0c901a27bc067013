// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static java.util.Objects.requireNonNull;

import dev.atom.base.Secret;
import java.time.Duration;

/// How a process reaches the trail.
///
/// @param databaseUrl libpq URL with the role that may append
/// @param hmacSecret what the chain is made with, at least 32 characters; its UTF-8 bytes are the
///   key
/// @param appendTimeout how long an append may wait to become durable
/// @param queueLimit how many events may wait; more are refused
public record AuditConfig(
    String databaseUrl, Secret hmacSecret, Duration appendTimeout, int queueLimit) {
  private static final int SECRET_CHARACTERS_MIN = 32;

  public AuditConfig {
    requireNonNull(databaseUrl, "databaseUrl");
    if (hmacSecret.length() < SECRET_CHARACTERS_MIN) {
      throw new IllegalArgumentException(
          "the audit secret has "
              + hmacSecret.length()
              + " characters: it needs at least "
              + SECRET_CHARACTERS_MIN
              + ", as 'openssl rand -hex 32' makes them");
    }
    if (appendTimeout.compareTo(Duration.ofMillis(10)) < 0
        || appendTimeout.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException(
          "append timeout " + appendTimeout + " is not between 10 ms and 60 s");
    }
    if (queueLimit < 1 || queueLimit > 1_000_000) {
      throw new IllegalArgumentException(
          "queue limit " + queueLimit + " is not between 1 and 1000000");
    }
  }

  /// The usual limits: 500 ms, 8,192 events.
  public static AuditConfig of(String databaseUrl, Secret hmacSecret) {
    return new AuditConfig(databaseUrl, hmacSecret, Duration.ofMillis(500), 8192);
  }
}
