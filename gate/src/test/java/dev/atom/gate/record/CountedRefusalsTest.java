// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.AuditEvent.Subject;
import dev.atom.gate.Caller;
import dev.atom.gate.Moment;
import dev.atom.gate.record.CountedRefusals.Row;
import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import dev.atom.identity.Principal;
import dev.atom.identity.TokenHash;
import dev.atom.identity.TokenKind;
import dev.atom.identity.VerifiedToken;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CountedRefusalsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Caller NOBODY = new Caller.Nameless("");
  private static final String DOMAIN = "0b0e4a5e-94f1-4b6d-9f3a-6c2f6f9e1a01";

  private final CountedRefusals refusals = new CountedRefusals();

  private boolean deservesEntry(String source, Caller caller, String reason, long nanos) {
    var now = new Moment(Instant.EPOCH.plusNanos(nanos), nanos);
    return refusals.countedUnder(UUID.randomUUID(), source, caller, reason, now).isEmpty();
  }

  private Map<Row, Long> numbers() {
    return refusals.drain().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue().number()));
  }

  private static Row nameless(String source, String reason) {
    return new Row(source, "", Subject.NONE, reason);
  }

  private static Caller.Named agent(String id) {
    var principal = new Principal.Agent(AgentId.parse(id), DomainId.parse(DOMAIN));
    var at = Instant.parse("2026-11-22T12:00:00Z");
    return new Caller.Named(
        new VerifiedToken(
            principal,
            TokenKind.CLIENT,
            TokenHash.ofToken("token of " + id),
            "jti",
            "key",
            at,
            at.plusSeconds(60)));
  }

  @Test
  void aFloodIsCountedInsteadOfWritten() {
    int entries = 0;
    for (int i = 0; i < 1000; i++) {
      entries += deservesEntry("10.0.0.1", NOBODY, "missing_token", SECOND) ? 1 : 0;
    }

    assertThat(entries).isEqualTo(CountedRefusals.SOURCE_ENTRIES_PER_SECOND);
    assertThat(deservesEntry("10.0.0.2", NOBODY, "missing_token", SECOND)).isTrue();
    assertThat(deservesEntry("10.0.0.1", NOBODY, "missing_token", 2 * SECOND)).isTrue();
    assertThat(numbers()).isEqualTo(Map.of(nameless("10.0.0.1", "missing_token"), 990L));
    assertThat(refusals.drain()).isEmpty();
  }

  @Test
  void whatIsCountedHasOneIdWithTheTimesOfItsFirstAndLast() {
    for (int i = 0; i < CountedRefusals.SOURCE_ENTRIES_PER_SECOND; i++) {
      deservesEntry("10.0.0.1", NOBODY, "missing_token", SECOND);
    }
    var first = counted(1, SECOND);
    var last = counted(2, SECOND + 7);

    assertThat(first).contains(new UUID(0, 1)).isEqualTo(last);
    assertThat(refusals.drain().values())
        .containsExactly(
            new CountedRefusals.Count(
                new UUID(0, 1),
                2,
                Instant.EPOCH.plusNanos(SECOND),
                Instant.EPOCH.plusNanos(SECOND + 7)));
  }

  private Optional<UUID> counted(long id, long nanos) {
    var now = new Moment(Instant.EPOCH.plusNanos(nanos), nanos);
    return refusals.countedUnder(new UUID(0, id), "10.0.0.1", NOBODY, "missing_token", now);
  }

  @Test
  void sourcesWithoutNumberShareOneRow() {
    for (int i = 0; i < 10_000; i++) {
      deservesEntry("source-" + i, NOBODY, "invalid_token", SECOND);
    }

    Map<Row, Long> counted = numbers();

    assertThat(counted).hasSize(1);
    assertThat(counted.get(nameless("(others)", "invalid_token"))).isGreaterThan(5_000);
  }

  @Test
  void addressesOfOneNetworkAreOneSource() {
    int entries = 0;
    for (int i = 0; i < 100; i++) {
      String address = "2001:db8:1:2::" + Integer.toHexString(i + 1);
      entries += deservesEntry(address, NOBODY, "missing_token", SECOND) ? 1 : 0;
    }

    assertThat(entries).isEqualTo(CountedRefusals.SOURCE_ENTRIES_PER_SECOND);
    assertThat(numbers())
        .isEqualTo(Map.of(nameless("2001:0db8:0001:0002::/64", "missing_token"), 90L));
  }

  @Test
  void aNamedCallersFloodIsCountedUnderItsNameWhereverItComesFrom() {
    var caller = agent("5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e02");
    var other = agent("5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e03");
    int entries = 0;
    for (int i = 0; i < 1000; i++) {
      String source = "10.0.0." + i % 250;
      entries += deservesEntry(source, caller, "rate_limit_exceeded", SECOND) ? 1 : 0;
    }

    assertThat(entries).isEqualTo(CountedRefusals.CALLER_ENTRIES_PER_SECOND);
    assertThat(deservesEntry("10.0.0.1", other, "rate_limit_exceeded", SECOND)).isTrue();
    assertThat(deservesEntry("10.0.0.1", NOBODY, "missing_token", SECOND)).isTrue();
    var who = new Subject(DOMAIN, "5f2d7c1e-2f83-4c57-8b1e-0a4d2b9c7e02", "client", "");
    assertThat(numbers())
        .isEqualTo(Map.of(new Row("", caller.subject(), who, "rate_limit_exceeded"), 970L));
  }

  @Test
  void sourcesWithoutNumberTakeNoRowFromACaller() {
    for (int i = 0; i < 10_000; i++) {
      deservesEntry("source-" + i, NOBODY, "invalid_token", SECOND);
    }

    var caller = agent(UUID.nameUUIDFromBytes(new byte[] {1}).toString());
    assertThat(deservesEntry("10.0.0.1", caller, "policy_violation", SECOND)).isTrue();
  }
}
