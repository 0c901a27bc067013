// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All exemptions there are, and the one place that says which of them hold.
///
/// Everybody asks with the time of one clock; an exemption stops at the second it expires, whoever
/// asks. What is wrong with the ledger is told as findings: what is no accountable record, what has
/// expired, lives too long, covers too much, covers nothing, or outlived what it was given for.
public final class ExemptionLedger {
  /// A ledger with nothing in it.
  public static final ExemptionLedger EMPTY =
      new ExemptionLedger(List.of(), List.of(), Duration.ofDays(90));

  private static final Duration SOON = Duration.ofDays(14);

  private final List<Exemption> exemptions;
  private final List<Unreadable> refused;
  private final Duration lifetimeMax;

  ExemptionLedger(List<Exemption> exemptions, List<Unreadable> refused, Duration lifetimeMax) {
    this.exemptions = List.copyOf(exemptions);
    this.refused = List.copyOf(refused);
    this.lifetimeMax = lifetimeMax;
  }

  /// The records that are accountable, in the order of the ledger.
  public List<Exemption> exemptions() {
    return exemptions;
  }

  /// The records that are none, and why.
  public List<Unreadable> refused() {
    return refused;
  }

  /// How an exemption stands at a time.
  public enum Standing {
    FUTURE,
    LIVE,
    EXPIRED
  }

  /// How `exemption` stands at `time`.
  public Standing standing(Exemption exemption, Instant time) {
    if (time.isBefore(exemption.created())) {
      return Standing.FUTURE;
    }
    return exemption.isLive(time, lifetimeMax) ? Standing.LIVE : Standing.EXPIRED;
  }

  /// When `exemption` ends, its lifetime considered.
  public Instant end(Exemption exemption) {
    return exemption.end(lifetimeMax);
  }

  /// The exemption that lets `endpoint` of `profile` be open at `time`.
  public Optional<Exemption> forEndpoint(String profile, String endpoint, Instant time) {
    return exemptions.stream()
        .filter(e -> e.what().profile().equals(profile))
        .filter(e -> e.what().endpoint().equals("*") || e.what().endpoint().equals(endpoint))
        .filter(e -> !e.what().endpoint().isEmpty() && e.isLive(time, lifetimeMax))
        .findFirst();
  }

  /// A finding that an exemption covers.
  public record Covered(Judgement judgement, Exemption exemption) {}

  /// What is left of the findings, what is covered, and what is wrong with the ledger.
  ///
  /// @param open the findings nothing covers
  /// @param covered the others
  /// @param ledger findings about exemptions
  public record Coverage(List<Judgement> open, List<Covered> covered, List<Finding> ledger) {}

  /// Lays the ledger over the findings of `profile`, one of `profiles`, at `time`.
  public Coverage cover(
      List<Judgement> judgements, String profile, Set<String> profiles, Instant time) {
    List<Judgement> open = new ArrayList<>();
    List<Covered> covered = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Judgement judgement : judgements) {
      Optional<Exemption> exemption =
          exemptions.stream()
              .filter(e -> isFor(e, judgement, profile) && e.scope().isOfValue(judgement))
              .filter(e -> e.isLive(time, lifetimeMax))
              .findFirst();
      if (exemption.isPresent()) {
        used.add(exemption.get().id());
        covered.add(new Covered(judgement, exemption.get()));
      } else {
        open.add(judgement);
      }
    }
    List<Finding> ledger = new ArrayList<>(lint(profiles, time));
    for (Exemption exemption : exemptions) {
      if (exemption.what().profile().equals(profile)
          && exemption.isLive(time, lifetimeMax)
          && !used.contains(exemption.id())) {
        ledger.add(unused(exemption, judgements, profile));
      }
    }
    return new Coverage(open, covered, ledger.stream().sorted().toList());
  }

  private static boolean isFor(Exemption exemption, Judgement judgement, String profile) {
    return exemption.what().profile().equals(profile)
        && exemption.what().check().equals(judgement.finding().rule())
        && exemption.scope().reaches(judgement);
  }

  private static Finding unused(Exemption exemption, List<Judgement> judgements, String profile) {
    boolean otherValue = judgements.stream().anyMatch(j -> isFor(exemption, j, profile));
    return otherValue
        ? finding(
            exemption,
            "EXEMPTION-OUTLIVED",
            Severity.HIGH,
            "is for a value that is no longer there",
            "must be for what is there",
            "decide about the new value, or end it")
        : finding(
            exemption,
            "EXEMPTION-UNUSED",
            Severity.LOW,
            "covers nothing",
            "must cover a finding",
            "take it out of the ledger");
  }

  /// What is wrong with the ledger itself at `time`, when there are these `profiles`.
  public List<Finding> lint(Set<String> profiles, Instant time) {
    List<Finding> findings = new ArrayList<>();
    for (Unreadable record : refused) {
      findings.add(
          finding(
              "line " + record.place().line(),
              record.place(),
              "EXEMPTION-INVALID",
              Severity.HIGH,
              record.why() + ": it covers nothing",
              "must be an accountable record",
              "complete it, or take it out"));
    }
    for (Exemption exemption : exemptions) {
      lint(exemption, time, findings);
      if (!profiles.contains(exemption.what().profile())) {
        findings.add(
            finding(
                exemption,
                "EXEMPTION-PROFILE",
                Severity.HIGH,
                "is for the profile "
                    + Shown.plain(exemption.what().profile())
                    + ", which is not there: it covers nothing",
                "must name a profile of the contract",
                "write the name of the profile"));
      }
    }
    return findings.stream().sorted().toList();
  }

  private void lint(Exemption exemption, Instant time, List<Finding> findings) {
    Instant end = exemption.end(lifetimeMax);
    switch (standing(exemption, time)) {
      case EXPIRED ->
          findings.add(
              finding(
                  exemption,
                  "EXEMPTION-EXPIRED",
                  Severity.HIGH,
                  "ended " + exemption.expiresShown(),
                  "must be live, or be taken out",
                  "mend what it covered, or have it approved anew"));
      case LIVE -> {
        if (end.isBefore(time.plus(SOON))) {
          findings.add(
              finding(
                  exemption,
                  "EXEMPTION-ENDS-SOON",
                  Severity.INFO,
                  "ends " + exemption.expiresShown(),
                  "will cover nothing then",
                  "mend what it covers in time"));
        }
      }
      case FUTURE -> {}
    }
    if (end.isBefore(exemption.expires())) {
      findings.add(
          finding(
              exemption,
              "EXEMPTION-TOO-LONG",
              Severity.MEDIUM,
              "is written for more than " + lifetimeMax.toDays() + " days, and ends at " + end,
              "must live " + lifetimeMax.toDays() + " days at most",
              "shorten it, or have it approved anew when it ends"));
    }
    if (exemption.scope().isBroad()) {
      boolean firstVersion = exemption.what().endpoint().equals("*");
      findings.add(
          finding(
              exemption,
              "EXEMPTION-BROAD",
              firstVersion ? Severity.INFO : Severity.MEDIUM,
              "covers every object of the profile " + exemption.what().profile(),
              "must name the object, better the container, field or key",
              "give it an object with kind, namespace and name"));
    }
  }

  private static Finding finding(
      Exemption exemption,
      String rule,
      Severity severity,
      String found,
      String demanded,
      String mend) {
    return finding(exemption.id(), exemption.place(), rule, severity, found, demanded, mend);
  }

  private static Finding finding(
      String id,
      Place place,
      String rule,
      Severity severity,
      String found,
      String demanded,
      String mend) {
    return new Finding(
        rule, severity, new Subject("", "Exemption", "", id), place, "", found, demanded, mend);
  }
}
