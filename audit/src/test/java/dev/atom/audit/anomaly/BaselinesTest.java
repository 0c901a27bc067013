// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A steady log, and the same with an outlier planted in it.
class BaselinesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
  private static final int DAYS = 30;
  private static final List<String> RESOURCES =
      List.of("POST /v1/chat/completions", "GET /v1/models", "POST /tools/search");

  /// Thirty days of two office workers (08:00 to 17:00, 10 to 20 acts an hour, two addresses each),
  /// and of a service around the clock (40 to 60 acts an hour, one address).
  private static List<Access> steady(long seed) {
    var random = new SplittableRandom(seed);
    List<Access> log = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int hour = 0; hour < 24; hour++) {
        var at = BEGIN.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
        if (hour >= 8 && hour < 17) {
          acts(log, random, "anna", "10.0.0." + (1 + random.nextInt(2)), at, 10, 20);
          acts(log, random, "ben", "10.0.1." + (1 + random.nextInt(2)), at, 10, 20);
        }
        acts(log, random, "service", "10.0.9.9", at, 40, 60);
      }
    }
    log.sort(Comparator.comparing(Access::at));
    return log;
  }

  private static void acts(
      List<Access> log,
      SplittableRandom random,
      String who,
      String source,
      Instant hour,
      int least,
      int most) {
    int count = random.nextInt(least, most + 1);
    for (int i = 0; i < count; i++) {
      log.add(
          new Access(
              log.size() + 1L,
              who,
              hour.plusSeconds(random.nextInt(3600)),
              source,
              RESOURCES.get(random.nextInt(RESOURCES.size()))));
    }
  }

  private static List<Anomaly> judged(List<Access> log) {
    var baselines = new Baselines(AnomalyRules.USUAL, 100);
    return log.stream().flatMap(access -> baselines.observe(access).stream()).toList();
  }

  /// The log with `count` more acts of `who` at `at`, in place.
  private static List<Access> planted(
      String who, Instant at, String source, String resource, int count) {
    var log = new ArrayList<>(steady(7));
    for (int i = 0; i < count; i++) {
      log.add(new Access(1_000_000 + i, who, at.plusSeconds(i), source, resource));
    }
    log.sort(Comparator.comparing(Access::at));
    return log;
  }

  @Test
  void aSteadyLogRaisesNoAlarm() {
    for (long seed = 1; seed <= 40; seed++) {
      assertThat(judged(steady(seed))).as("seed %d", seed).isEmpty();
    }
  }

  private static final Instant NOON = Instant.parse("2026-03-25T12:00:00Z");
  private static final Instant NIGHT = Instant.parse("2026-03-25T02:30:00Z");

  @Test
  @Feature("C27")
  void anUnusualVolumeIsFlaggedOnceWithItsReason() {
    var log = planted("anna", NOON, "10.0.0.1", "GET /v1/models", 300);

    assertThat(judged(log))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Anomaly.Kind.VOLUME);
          assertThat(found.identity()).isEqualTo("anna");
          assertThat(found.reason()).matches("\\d+ acts within this hour; the busiest .* had \\d+");
        });
  }

  @Test
  @Feature("C27")
  void anUnusualHourIsFlagged() {
    assertThat(judged(planted("ben", NIGHT, "10.0.1.1", "GET /v1/models", 3)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Anomaly.Kind.HOUR);
          assertThat(found.reason()).startsWith("active between 02:00 and 03:00 UTC");
        });
  }

  @Test
  @Feature("C27")
  void anUnusualSourceIsFlagged() {
    assertThat(judged(planted("service", NOON, "203.0.113.5", "GET /v1/models", 1)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Anomaly.Kind.SOURCE);
          assertThat(found.reason()).startsWith("address 203.0.113.5 is new");
        });
  }

  @Test
  @Feature("C27")
  void anUnusualResourceIsFlagged() {
    assertThat(judged(planted("service", NOON, "10.0.9.9", "POST /tools/shell", 2)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Anomaly.Kind.RESOURCE);
          assertThat(found.reason()).startsWith("POST /tools/shell is new");
        });
  }

  @Test
  void whoAlwaysComesFromElsewhereIsNotFlaggedForIt() {
    var baselines = new Baselines(AnomalyRules.USUAL, 10);
    List<Anomaly> found = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      var at = BEGIN.plus(Duration.ofMinutes(20L * i));
      found.addAll(
          baselines.observe(new Access(i, "roaming", at, "198.51.100." + i / 10, "GET /x")));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void identitiesBeyondTheBoundAreCounted() {
    var baselines = new Baselines(AnomalyRules.USUAL, 2);
    for (int i = 0; i < 5; i++) {
      baselines.observe(new Access(i, "id-" + i, BEGIN, "10.0.0.1", "GET /x"));
    }
    assertThat(baselines.identities()).isEqualTo(2);
    assertThat(baselines.overlooked()).isEqualTo(3);
  }

  @Test
  void idsAreTakenOutOfResources() {
    assertThat(
            Access.resource(
                "POST",
                "/domain/0b6f0000-0000-4000-8000-000000000001/agent/"
                    + "0b6f0000-0000-4000-8000-000000000002/v1/chat/completions"))
        .isEqualTo("POST /domain/{id}/agent/{id}/v1/chat/completions");
    assertThat(Access.resource("GET", "/api/x/42")).isEqualTo("GET /api/x/{n}");
  }
}
