// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.contract.Judging;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.testing.Feature;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExemptionLedgerTest {
  private static final Set<String> PROFILES = Set.of("prod", "prod-airgap");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final String FULL =
      """
      version: 2
      exemptions:
      - id: EX-1
        profile: prod
        check: DEBUG-001
        object: {kind: Deployment, namespace: shop, name: web}
        container: main
        key: DEBUG
        owner: team-shop
        approver: security
        reason: a fault that only shows under load
        ticket: SEC-12
        created: 2026-11-01
        expires: 2026-11-22T10:00:00Z
        controls: [the port is not routed]
        evidence: [docs/fault.md]
      """;

  private static final String BROKEN =
      Judging.CLEAN.replace("{name: DEBUG, value: \"false\"}", "{name: DEBUG, value: \"true\"}");

  private static ExemptionLedger ledger(String text) {
    return ExemptionReader.read(List.of(Judging.document(text)));
  }

  private static ExemptionLedger.Coverage cover(String ledger, String objects, Instant time) {
    List<Judgement> judgements = Judging.judge("prod", objects);
    return ledger(ledger).cover(judgements, "prod", PROFILES, time);
  }

  private static List<String> lint(String ledger, Instant time) {
    return ledger(ledger).lint(PROFILES, time).stream().map(Finding::rule).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T09:59:59Z,true",
    "2026-11-22T10:00:00Z,false",
    "2026-11-22T10:00:01Z,false",
    "2026-10-31T23:59:59Z,false",
    "2026-11-01T00:00:00Z,true"
  })
  @Feature("J15")
  void holdsUntilTheSecondItExpires(Instant time, boolean holds) {
    var coverage = cover(FULL, BROKEN, time);

    assertThat(coverage.covered()).hasSize(holds ? 1 : 0);
    assertThat(coverage.open()).hasSize(holds ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T00:00:00Z,LIVE",
    "2026-11-22T23:59:59Z,LIVE",
    "2026-11-23T00:00:00Z,EXPIRED"
  })
  @Feature("E5")
  void aDateWithoutATimeIsTheEndOfThatDayAndShownSo(Instant time, String standing) {
    ExemptionLedger ledger = ledger(FULL.replace("2026-11-22T10:00:00Z", "2026-11-22"));
    Exemption exemption = ledger.exemptions().getFirst();

    assertThat(ledger.standing(exemption, time)).hasToString(standing);
    assertThat(exemption.expiresShown())
        .isEqualTo("2026-11-22T23:59:59Z (the end of that day, UTC)");
  }

  @Test
  @Feature("E5")
  void theFirstVersionIsReadAndSpeaksOfEndpoints() {
    String first =
        "{schema_version: 1, exceptions: [{profile: prod, owner: ops, expiresOn: 2026-11-22}]}";
    Instant last = Instant.parse("2026-11-22T23:59:59Z");

    assertThat(cover(first, BROKEN, last).covered()).hasSize(1);
    assertThat(cover(first, BROKEN, last.plusSeconds(1)).covered()).isEmpty();
    assertThat(ledger(first).forEndpoint("prod", "/debug/pprof", last)).isPresent();
    assertThat(ledger(first).forEndpoint("prod-airgap", "/debug/pprof", last)).isEmpty();
    assertThat(ledger(first).forEndpoint("prod", "/debug/pprof", last.plusSeconds(1))).isEmpty();
  }

  @Test
  @Feature("E5")
  void aRecordWithoutAnOwnerOrOfAnUnnamedProfileCoversNothing() {
    String noOwner = "{schema_version: 1, exceptions: [{profile: prod, expiresOn: 2026-12-01}]}";
    String noProfile = "{schema_version: 1, exceptions: [{owner: ops, expiresOn: 2026-12-01}]}";
    String other =
        "{schema_version: 1, exceptions: [{profile: prood, owner: o, expiresOn: 2026-12-01}]}";

    assertThat(cover(noOwner, BROKEN, NOW).covered()).isEmpty();
    assertThat(lint(noOwner, NOW)).containsExactly("EXEMPTION-INVALID");
    assertThat(lint(noProfile, NOW)).containsExactly("EXEMPTION-INVALID");
    assertThat(lint(other, NOW)).contains("EXEMPTION-PROFILE");
    assertThat(cover(other, BROKEN, NOW).covered()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "profile",
        "check",
        "owner",
        "approver",
        "reason",
        "ticket",
        "created",
        "expires"
      })
  @Feature("J15")
  void whatMakesARecordAccountableMustBeThere(String key) {
    String text =
        FULL.replaceAll("(?m)^(- |  )" + key + ": .*$", "$1evidence: x")
            .replace("  evidence: [docs/fault.md]\n", "");

    assertThat(ledger(text).refused())
        .singleElement()
        .extracting(Unreadable::why)
        .asString()
        .startsWith("it lacks " + key);
    assertThat(cover(text, BROKEN, NOW.minusSeconds(1)).open()).hasSize(1);
  }

  @Test
  @Feature("J15")
  void whoNeedsItMayNotApproveIt() {
    assertThat(lint(FULL.replace("approver: security", "approver: team-shop"), NOW))
        .containsExactly("EXEMPTION-INVALID");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Deployment | kind: Pod",
        "namespace: shop | namespace: other",
        "name: web | name: x",
        "container: main | container: side",
        "key: DEBUG | key: OTHER",
        "key: DEBUG | field: spec.replicas",
        "check: DEBUG-001 | check: IMAGE-001",
        "profile: prod | profile: prod-airgap",
      })
  @Feature("J15")
  void coversNothingOutsideItsScope(String from, String to) {
    assertThat(cover(FULL.replace(from, to), BROKEN, NOW.minusSeconds(1)).open()).hasSize(1);
  }

  @Test
  @Feature("J15")
  void aFieldMayBeNamedByItsEnd() {
    assertThat(
            cover(
                    FULL.replace("key: DEBUG", "field: \"[DEBUG].value\""),
                    BROKEN,
                    NOW.minusSeconds(1))
                .covered())
        .isEmpty();
    assertThat(
            cover(
                    FULL.replace("key: DEBUG", "field: \"containers[main].env[DEBUG].value\""),
                    BROKEN,
                    NOW.minusSeconds(1))
                .covered())
        .hasSize(1);
  }

  @Test
  @Feature("J15")
  void anExemptionOfAValueEndsWithTheValue() {
    Instant time = NOW.minusSeconds(1);
    String ofValue = FULL.replace("key: DEBUG", "key: DEBUG\n  value: \"true\"");
    String changed = BROKEN.replace("value: \"true\"", "value: \"on\"");

    assertThat(cover(ofValue, BROKEN, time).covered()).hasSize(1);
    assertThat(cover(ofValue, changed, time).open()).hasSize(1);
    assertThat(cover(ofValue, changed, time).ledger())
        .extracting(Finding::rule)
        .contains("EXEMPTION-OUTLIVED");
    String digest = Judgement.digest("true");
    assertThat(
            cover(FULL.replace("key: DEBUG", "digest: sha256:" + digest), BROKEN, time).covered())
        .hasSize(1);
  }

  @Test
  @Feature("J15")
  void oneThatCoversNothingIsAFinding() {
    assertThat(cover(FULL, Judging.CLEAN, NOW.minusSeconds(1)).ledger())
        .extracting(Finding::rule)
        .contains("EXEMPTION-UNUSED");
  }

  @Test
  @Feature("J15")
  void oneThatHasExpiredIsAFindingAndOneThatSoonWillIsTold() {
    assertThat(lint(FULL, NOW)).containsExactly("EXEMPTION-EXPIRED");
    assertThat(lint(FULL, NOW.minusSeconds(1))).containsExactly("EXEMPTION-ENDS-SOON");
    assertThat(lint(FULL, Instant.parse("2026-11-02T00:00:00Z"))).isEmpty();
  }

  @Test
  @Feature("J15")
  void oneThatNamesNoObjectIsTooBroad() {
    String broad = FULL.replace("  object: {kind: Deployment, namespace: shop, name: web}\n", "");

    assertThat(lint(broad, Instant.parse("2026-11-02T00:00:00Z")))
        .containsExactly("EXEMPTION-BROAD");
  }

  @Test
  @Feature("J15")
  void noneLivesLongerThanThePolicyAllows() {
    String tooLong =
        FULL.replace("exemptions:", "policy: {maxLifetimeDays: 10}\nexemptions:")
            .replace("2026-11-22T10:00:00Z", "2027-11-22");
    Instant end = Instant.parse("2026-11-11T00:00:00Z");

    assertThat(cover(tooLong, BROKEN, end.minusSeconds(1)).covered()).hasSize(1);
    assertThat(cover(tooLong, BROKEN, end).covered()).isEmpty();
    assertThat(lint(tooLong, end)).contains("EXEMPTION-TOO-LONG", "EXEMPTION-EXPIRED");
  }

  @Test
  @Feature("J15")
  void aWaivedKeyDoesNotHideAnotherSecret() {
    String objects =
        Judging.CLEAN
            + """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c, namespace: shop}
            data: {db-password: kJ8xLq2vNwT7, api-key: Zx8Lq2vNwT7aa1}
            """;
    String waiver =
        FULL.replace("check: DEBUG-001", "check: SECRET-004")
            .replace(
                "kind: Deployment, namespace: shop, name: web",
                "kind: ConfigMap, namespace: shop, name: c")
            .replace("  container: main\n", "")
            .replace("key: DEBUG", "key: db-password");

    assertThat(cover(waiver, objects, NOW.minusSeconds(1)).open())
        .extracting(judgement -> judgement.finding().fieldPath())
        .containsExactly("data[api-key]");
  }
}
