// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.base.Secret;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/// What the tests of this room share: a migrated database, a trail on it, an event with something
/// in each field.
final class Trails {
  static final Secret SECRET = Secret.of("a secret of the tests, long enough to be one");
  static final Secret OTHER_SECRET = Secret.of("another secret, just as long as the first");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Trails() {}

  static TestDatabase freshDatabase() {
    var database = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(database.ownerUrl()));
    return database;
  }

  static ChainedAuditTrail open(String auditUrl) {
    return open(config(auditUrl, SECRET, Duration.ofSeconds(10)));
  }

  /// One segment, whatever the time of the day.
  static AuditConfig config(String auditUrl, Secret secret, Duration timeout) {
    return new AuditConfig(auditUrl, secret, timeout, 8192, Duration.ZERO);
  }

  static ChainedAuditTrail open(AuditConfig config) {
    return ChainedAuditTrail.open(config, InstantSource.system(), RANDOM);
  }

  static UUID freshId() {
    return new UUID(RANDOM.nextLong(), RANDOM.nextLong());
  }

  static AuditEvent event(String decisionId) {
    return event(
        freshId(),
        decisionId,
        "{\"note\":\"\\\\ tab\\t \u00e4 \u20ac \ud83d\ude00 'quoted'\"}",
        "{\"input\":[1,2]}");
  }

  static AuditEvent event(UUID id, String decisionId, String details, String payload) {
    return new AuditEvent(
        id,
        EventKind.DECISION,
        decisionId,
        new AuditEvent.Subject("domain-1", "agent-1", "agent", "ab".repeat(32)),
        new AuditEvent.Call("gate", "127.0.0.1:4711", "POST", "/v1/chat/completions"),
        new AuditEvent.Verdict(Ruling.DENY, "policy_violation", 403, 1234),
        details,
        payload);
  }
}
