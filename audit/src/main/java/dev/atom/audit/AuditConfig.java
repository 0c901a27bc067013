// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static java.util.Objects.requireNonNull;

import dev.atom.audit.chain.KeyRing;
import dev.atom.base.Secret;
import java.time.Duration;

/// How a process reaches the trail.
///
/// @param databaseUrl libpq URL with the role that may append
/// @param hmacSecret what the chain is made with, at least 32 characters; where it is being
///   rotated, two lines, of which the chain's head names one. It is read again when a segment
///   begins
/// @param appendTimeout how long an append may wait to become durable
/// @param queueLimit how many events may wait; more are refused
/// @param segmentSpan the periods, counted from 1970, of which each has segments of its own; zero
///   for one segment without end
public record AuditConfig(
    String databaseUrl,
    Secret hmacSecret,
    Duration appendTimeout,
    int queueLimit,
    Duration segmentSpan) {
  private static final int SECRET_CHARACTERS_MIN = 32;

  public AuditConfig {
    requireNonNull(databaseUrl, "databaseUrl");
    int shortest = KeyRing.shortest(hmacSecret);
    if (shortest < SECRET_CHARACTERS_MIN) {
      throw new IllegalArgumentException(
          "the audit secret has "
              + shortest
              + " characters: it needs at least "
              + SECRET_CHARACTERS_MIN
              + ", as 'openssl rand -hex 32' makes them");
    }
    if (segmentSpan.isNegative() || segmentSpan.toSeconds() * 1000 != segmentSpan.toMillis()) {
      throw new IllegalArgumentException(
          "segment span " + segmentSpan + " is not zero or a number of seconds");
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

  /// With a segment a day.
  public AuditConfig(
      String databaseUrl, Secret hmacSecret, Duration appendTimeout, int queueLimit) {
    this(databaseUrl, hmacSecret, appendTimeout, queueLimit, Duration.ofDays(1));
  }

  /// The usual limits: 500 ms, 8,192 events, a segment a day.
  public static AuditConfig of(String databaseUrl, Secret hmacSecret) {
    return new AuditConfig(databaseUrl, hmacSecret, Duration.ofMillis(500), 8192);
  }
}
