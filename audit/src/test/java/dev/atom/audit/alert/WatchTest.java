// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.chain.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Thresholds, windows and the quiet after an alert.
class WatchTest {
  private static final Instant BEGIN = Instant.parse("2026-05-04T12:00:00Z");
  private final Watch watch =
      new Watch(
          Map.of(
              AlertRule.AUTH_FAILURES,
              new Threshold(10, Duration.ofMinutes(5)),
              AlertRule.SIGNER_REFUSED,
              Threshold.AT_ONCE),
          Duration.ofHours(1));
  private long seq;

  private Optional<Alert> failure(String source, Duration after) {
    return watch.observe(entry("auth_failure", source, "{}", after));
  }

  private AuditEntry entry(String kind, String source, String details, Duration after) {
    seq++;
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, BEGIN.plus(after));
    return new AuditEntry(
        new AuditEntry.Position(seq, 1, 1, "0".repeat(16), micros),
        new AuditEntry.Fact(
            new UUID(0, seq),
            kind,
            "",
            new AuditEntry.Subject("", "", "", ""),
            new AuditEntry.Call("archiver", source, "", ""),
            new AuditEntry.Verdict("deny", "invalid_token", 401, 1),
            details),
        new AuditEntry.Hashes("", "", ""));
  }

  @Test
  void theTenthWithinTheWindowIsToldAndThenNothingForAnHour() {
    for (int i = 1; i <= 9; i++) {
      assertThat(failure("a", Duration.ofSeconds(10L * i))).isEmpty();
    }
    var alert = failure("a", Duration.ofSeconds(100)).orElseThrow();
    assertThat(alert.subject()).isEqualTo("a");
    assertThat(alert.seq()).isEqualTo(10);
    assertThat(alert.summary()).isEqualTo("10 failed authentications of a within 300 s");
    for (int i = 0; i < 100; i++) {
      assertThat(failure("a", Duration.ofSeconds(101 + i))).isEmpty();
    }
    for (int i = 1; i <= 9; i++) {
      assertThat(failure("a", Duration.ofHours(2))).isEmpty();
    }
    assertThat(failure("a", Duration.ofHours(2))).isPresent();
  }

  @Test
  void whatIsSpreadOverLongerIsNotTold() {
    for (int i = 1; i <= 200; i++) {
      assertThat(failure("slow", Duration.ofSeconds(60L * i))).isEmpty();
    }
  }

  @Test
  void sourcesAreCountedApartAndCountedRefusalsByTheirNumber() {
    for (int i = 0; i < 9; i++) {
      assertThat(failure("a", Duration.ZERO)).isEmpty();
      assertThat(failure("b", Duration.ZERO)).isEmpty();
    }
    assertThat(watch.observe(entry("aggregate", "c", "{\"count\":9}", Duration.ZERO))).isEmpty();
    assertThat(watch.observe(entry("aggregate", "d", "{\"count\":5000}", Duration.ZERO)))
        .isPresent();
  }

  @Test
  void aRefusedCheckpointIsToldAtOnce() {
    assertThat(watch.observe(entry("checkpoint_refused", "", "{}", Duration.ZERO)))
        .hasValueSatisfying(alert -> assertThat(alert.rule()).isEqualTo(AlertRule.SIGNER_REFUSED));
  }

  @Test
  void anAbsentWitnessIsToldAtOnce() {
    var one = new Watch(Map.of(AlertRule.WITNESS_ABSENT, Threshold.AT_ONCE), Duration.ofHours(1));

    assertThat(one.observe(entry("witness_returned", "", "{}", Duration.ZERO))).isEmpty();
    assertThat(one.observe(entry("witness_absent", "", "{}", Duration.ZERO))).isPresent();
  }

  @Test
  void theSameEntriesGiveTheSameIds() {
    var first = watch.observe(entry("checkpoint_refused", "", "{}", Duration.ZERO));
    var again = new Watch(Map.of(AlertRule.SIGNER_REFUSED, Threshold.AT_ONCE), Duration.ofHours(1));
    seq = 0;
    assertThat(again.observe(entry("checkpoint_refused", "", "{}", Duration.ZERO)))
        .isEqualTo(first);
  }
}
