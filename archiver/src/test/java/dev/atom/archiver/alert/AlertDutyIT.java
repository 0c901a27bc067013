// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.archiver.Duty;
import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditEvent;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.audit.Ruling;
import dev.atom.audit.alert.AlertRule;
import dev.atom.audit.chain.KeyRing;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Security events in a real trail, told to a real Alertmanager and to a receiver of signed posts.
class AlertDutyIT {
  private static final Secret HMAC = Secret.of("4f1e09a7d3c8b2650e9d7f8a1c3b5d70");
  private static final Secret SHARED = Secret.of("what only the receiver knows");
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;
  private final AtomicReference<Instant> time =
      // an Alertmanager has its own clock: what is sent ends up a little before now
      new AtomicReference<>(Instant.now().minus(Duration.ofMinutes(50 * 60 + 10)));
  private final InstantSource clock = () -> Objects.requireNonNull(time.get());
  private TestDatabase urls;
  private Database owner;
  private ChainedAuditTrail trail;
  private Receiver siem;

  @BeforeEach
  void open() {
    urls = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(urls.ownerUrl()));
    owner = Database.open(PostgresUrl.parse(urls.ownerUrl()), "owner", 1);
    trail =
        ChainedAuditTrail.open(
            new AuditConfig(urls.auditUrl(), HMAC, Duration.ofSeconds(20), 8192),
            clock,
            new SecureRandom());
    siem = new Receiver();
  }

  @AfterEach
  void close() {
    siem.close();
    trail.close();
    owner.close();
  }

  private AlertDuty duty(String alertmanager, Duty... others) {
    var config =
        new AlertConfig(
            Duration.ofMillis(100),
            Duration.ofHours(1),
            alertmanager,
            Optional.of(new AlertConfig.Webhook(siem.url() + "/siem", SHARED)),
            new AlertConfig.Thresholds(Duration.ofMinutes(5), 50, 50, 1, 5_000_000));
    var duty =
        new AlertDuty(
            config,
            urls.archiverUrl(),
            urls.auditUrl(),
            () -> KeyRing.of(HMAC),
            List.of(others),
            clock);
    duty.start();
    return duty;
  }

  private void append(int times, EventKind kind, String agent, String remote, String details) {
    for (int i = 0; i < times; i++) {
      trail
          .append(
              new AuditEvent(
                  UUID.randomUUID(),
                  kind,
                  "",
                  new AuditEvent.Subject("", agent, "", ""),
                  new AuditEvent.Call("gate", remote, "POST", "/v1/x"),
                  new AuditEvent.Verdict(
                      kind == EventKind.DECISION ? Ruling.ALLOW : Ruling.DENY, "reason", 403, 1),
                  details,
                  ""))
          .join();
    }
  }

  private void settle() {
    long head = number("select seq from chain_head");
    await().atMost(SOON).until(() -> number("select seq from alert_cursor") >= head);
    await()
        .atMost(SOON)
        .until(
            () -> number("select count(*) from alert_deliveries where delivered_at is null") == 0);
  }

  private long number(String sql) {
    return owner.read(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    });
  }

  @Test
  @Feature("C25")
  void everyRuleIsToldOnceToEveryReceiver() {
    try (var told = new Receiver();
        var alertmanager = new AlertmanagerServer(folder, told)) {
      // what the anomaly is measured against: two days of one agent from one address
      for (int i = 0; i < 60; i++) {
        time.updateAndGet(now -> now.plus(Duration.ofMinutes(50)));
        append(1, EventKind.DECISION, "steady", "10.0.0.1", "{}");
      }
      var stuck = new AtomicReference<Optional<String>>(Optional.empty());
      try (var _ = duty(alertmanager.url(), new FakeDuty("export", stuck))) {
        settle();
        assertThat(siem.rules()).as("what is usual is no news").isEmpty();

        append(49, EventKind.AUTH_FAILURE, "", "192.0.2.1", "{}");
        append(49, EventKind.REFUSAL, "agent-1", "10.0.0.2", "{}");
        append(1, EventKind.LIMITER_DEGRADED, "", "", "{\"degraded\":false}");
        settle();
        assertThat(siem.rules()).isEmpty();

        append(30, EventKind.AUTH_FAILURE, "", "192.0.2.1", "{}");
        append(30, EventKind.REFUSAL, "agent-1", "10.0.0.2", "{}");
        append(3, EventKind.SCOPE_VIOLATION, "agent-2", "10.0.0.2", "{}");
        append(1, EventKind.POLICY_REJECTED, "", "", "{}");
        append(2, EventKind.LIMITER_DEGRADED, "", "", "{\"degraded\":true}");
        append(1, EventKind.CHECKPOINT_REFUSED, "", "", "{}");
        append(1, EventKind.WITNESS_ABSENT, "", "", "{}");
        append(
            3,
            EventKind.MODEL_USAGE,
            "agent-3",
            "",
            "{\"prompt_tokens\":2000000,\"completion_tokens\":10}");
        append(2, EventKind.DECISION, "steady", "203.0.113.7", "{}");
        stuck.set(Optional.of("the signer refuses: what it signed last is another tree"));
        time.updateAndGet(now -> now.plus(Duration.ofSeconds(5)));
        await().atMost(SOON).until(() -> siem.rules().contains("anomaly"));
        time.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        await().atMost(SOON).until(() -> siem.rules().contains("duty_stuck"));
        owner.inTransaction(connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("alter table audit_log_chain disable trigger user");
            return statement.executeUpdate(
                "update audit_log_chain set reason = 'other' where id = "
                    + "(select seq from chain_head)");
          }
        });
        append(1, EventKind.DECISION, "steady", "10.0.0.1", "{}");
        time.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        await().atMost(SOON).until(() -> siem.rules().contains("chain_fault"));
        settle();
      }
      var all = Stream.of(AlertRule.values()).map(AlertRule::written).sorted().toList();
      assertThat(siem.rules()).containsExactlyElementsOf(all);
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(told.told())
                  .containsExactlyElementsOf(all.stream().map(rule -> "atom_" + rule).toList()));
    }
  }

  @Test
  void aPostIsSignedAndSaysWhatHappened() {
    try (var _ = duty("")) {
      append(1, EventKind.SCOPE_VIOLATION, "agent-2", "10.0.0.2", "{}");
      await().atMost(SOON).until(() -> !siem.posts.isEmpty());
    }

    var post = siem.posts.getFirst();
    assertThat(post.path()).isEqualTo("/siem");
    assertThat(post.signature())
        .isEqualTo("sha256=" + SiemWebhook.signature(SHARED, post.timestamp() + "." + post.body()));
    assertThat(post.json().getString("id")).isEqualTo(post.id()).hasSize(32);
    assertThat(post.json().getString("subject")).isEqualTo("agent-2");
    assertThat(post.json().getString("severity")).isEqualTo("high");
    assertThat(post.json().getString("summary"))
        .isEqualTo("1 calls across a border of agent-2 within 300 s");
    assertThat(post.json().getLong("entry")).isEqualTo(2);
  }

  @Test
  void aReceiverThatRefusesIsToldAgainUntilItTakesIt() {
    siem.refuse(3);
    try (var duty = duty("")) {
      append(1, EventKind.SCOPE_VIOLATION, "agent-2", "10.0.0.2", "{}");
      await().atMost(SOON).until(() -> duty.problem().isPresent());
      for (int i = 0; i < 4; i++) {
        time.updateAndGet(now -> now.plus(Duration.ofSeconds(5)));
        await()
            .atMost(SOON)
            .until(() ->
                number(
                            "select count(*) from alert_deliveries where next_try <= '"
                                + time.get()
                                + "' and delivered_at is null")
                        == 0
                    || !siem.posts.isEmpty());
      }
      await().atMost(SOON).until(() -> siem.posts.size() == 1);
      settle();
      assertThat(duty.problem()).isEmpty();
    }
    assertThat(number("select attempts from alert_deliveries")).isEqualTo(4);
  }

  @Test
  void whatHappenedWhileNobodyLookedIsToldAndNothingTwice() {
    try (var _ = duty("")) {
      append(30, EventKind.AUTH_FAILURE, "", "192.0.2.1", "{}");
      settle();
    }
    append(25, EventKind.AUTH_FAILURE, "", "192.0.2.1", "{}");
    try (var _ = duty("")) {
      await().atMost(SOON).until(() -> siem.rules().contains("auth_failures"));
      settle();
    }
    append(60, EventKind.AUTH_FAILURE, "", "192.0.2.1", "{}");
    try (var _ = duty("")) {
      settle();
    }
    assertThat(siem.rules()).containsExactly("auth_failures");
  }

  private record FakeDuty(String name, AtomicReference<Optional<String>> trouble) implements Duty {
    @Override
    public void start() {}

    @Override
    public Optional<String> problem() {
      return Objects.requireNonNull(trouble.get());
    }

    @Override
    public void close() {}
  }
}
