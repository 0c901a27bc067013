// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A chain in a real database, for the tests of this package.
final class Chains implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestDatabase urls;
  private final ChainedAuditTrail trail;
  private final Database archiver;

  Chains() {
    this.urls = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(urls.ownerUrl()));
    var usual = AuditConfig.of(urls.auditUrl(), secret());
    this.trail = ChainedAuditTrail.open(usual, InstantSource.system(), RANDOM);
    this.archiver = Database.open(PostgresUrl.parse(urls.archiverUrl()), "test", 6);
  }

  /// What the chain is made with.
  static Secret secret() {
    return Secret.of("9f2c41d07be85a36e1f04c7d92ab6358d1c0ffee");
  }

  TestDatabase urls() {
    return urls;
  }

  ChainedAuditTrail trail() {
    return trail;
  }

  /// As the archiver finds it.
  Database database() {
    return archiver;
  }

  /// Appends `count` decisions of `agent` and waits until they are in the chain.
  void append(String agent, int count) {
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < count; i++) {
      last =
          trail.append(event(EventKind.DECISION, agent, "{\"note\":\"\u00e4 \\\\ n" + i + "\"}"));
    }
    last.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  void append(AuditEvent event) {
    trail.append(event).orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  static AuditEvent event(EventKind kind, String agent, String details) {
    return new AuditEvent(
        new UUID(RANDOM.nextLong(), RANDOM.nextLong()),
        kind,
        "dec-1",
        new AuditEvent.Subject("domain-1", agent, "agent", "ab".repeat(32)),
        new AuditEvent.Call("gate", "127.0.0.1:4711", "POST", "/v1/chat/completions"),
        new AuditEvent.Verdict(Ruling.ALLOW, "", 200, 1234),
        details,
        "");
  }

  static Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Override
  public void close() {
    archiver.close();
    trail.close();
  }
}
