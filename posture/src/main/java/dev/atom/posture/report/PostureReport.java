// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import java.time.Instant;
import java.util.List;

/// All that one judgement of a cluster has to say, whatever the format.
///
/// @param profile the profile
/// @param time the time exemptions were asked with
/// @param rules the rules that were asked, also those nothing breaks
/// @param findings what breaks the contract or is wrong with the ledger, sorted
/// @param covered what an exemption covers
/// @param problems what could not be judged, sorted
/// @param subjects the objects that were judged, as they are shown, sorted
public record PostureReport(
    String profile,
    Instant time,
    List<RuleText> rules,
    List<Finding> findings,
    List<Covered> covered,
    List<Problem> problems,
    List<String> subjects) {
  public PostureReport {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
    covered = List.copyOf(covered);
    problems = List.copyOf(problems);
    subjects = List.copyOf(subjects);
  }

  /// A rule as formats tell it.
  ///
  /// @param id its id
  /// @param title what holds where it is kept
  /// @param severity how much harm breaking it can do
  /// @param mend what to do where it is broken
  public record RuleText(String id, String title, Severity severity, String mend) {}

  /// Something that could not be judged.
  ///
  /// @param where a file and line, or an object
  /// @param file the file; empty for none
  /// @param line the line; 0 for none
  /// @param why as a sentence
  public record Problem(String where, String file, int line, String why)
      implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
      int byWhere = where.compareTo(other.where);
      return byWhere != 0 ? byWhere : why.compareTo(other.why);
    }
  }

  /// The findings that count against the verdict: all but those that only tell.
  public List<Finding> failing() {
    return findings.stream().filter(f -> f.severity() != Severity.INFO).toList();
  }
}
