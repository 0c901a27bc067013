// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Shown;
import java.util.Locale;

/// For people: where, what, what is demanded, how to mend it.
final class TableReport {
  private TableReport() {}

  static String render(PostureReport report) {
    var out = new StringBuilder();
    for (Finding finding : report.findings()) {
      head(out, finding.severity().word().toUpperCase(Locale.ROOT), finding);
      out.append("  ").append(sentence(finding)).append('\n');
      if (!finding.mend().isEmpty()) {
        out.append("  to mend it: ").append(finding.mend()).append('\n');
      }
    }
    for (Covered covered : report.covered()) {
      Exemption exemption = covered.exemption();
      head(out, "EXEMPT", covered.judgement().finding());
      out.append("  ").append(sentence(covered.judgement().finding())).append('\n');
      out.append("  exemption ")
          .append(Shown.plain(exemption.id()))
          .append(" of ")
          .append(Shown.plain(exemption.record().owner()))
          .append(" until ")
          .append(exemption.expiresShown())
          .append('\n');
    }
    for (PostureReport.Problem problem : report.problems()) {
      out.append("NOT JUDGED  ").append(problem.where());
      if (problem.line() > 0 && !problem.where().startsWith(problem.file())) {
        out.append("  ").append(problem.file()).append(':').append(problem.line());
      }
      out.append('\n');
      out.append("  ").append(problem.why()).append('\n');
    }
    return out.append(summary(report)).append('\n').toString();
  }

  private static void head(StringBuilder out, String word, Finding finding) {
    out.append(word)
        .append("  ")
        .append(finding.rule())
        .append("  ")
        .append(Shown.plain(finding.subject().shown()))
        .append("  ")
        .append(finding.place().shown())
        .append('\n');
  }

  private static String sentence(Finding finding) {
    String path = finding.fieldPath().isEmpty() ? "" : finding.fieldPath() + " ";
    return path + finding.found() + "; " + finding.demanded();
  }

  private static String summary(PostureReport report) {
    long told = report.findings().stream().filter(f -> f.severity() == Severity.INFO).count();
    long counted = report.findings().size() - told;
    return counted
        + (counted == 1 ? " finding, " : " findings, ")
        + (told == 0 ? "" : told + " to know, ")
        + report.covered().size()
        + " exempt, "
        + report.problems().size()
        + " not judged; "
        + report.rules().size()
        + " rules on "
        + report.subjects().size()
        + " objects, profile "
        + report.profile();
  }
}
