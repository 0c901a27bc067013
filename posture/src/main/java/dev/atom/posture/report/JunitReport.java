// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// JUnit's XML: a suite for each rule, a case for each object; what an exemption covers is skipped,
/// what could not be judged is an error.
final class JunitReport {
  private JunitReport() {}

  static String render(PostureReport report) {
    Map<String, Suite> suites = new LinkedHashMap<>();
    report.rules().forEach(rule -> suites.put(rule.id(), new Suite()));
    for (Finding finding : report.failing()) {
      suites.computeIfAbsent(finding.rule(), _ -> new Suite()).failed(finding);
    }
    for (Covered covered : report.covered()) {
      suites
          .computeIfAbsent(covered.judgement().finding().rule(), _ -> new Suite())
          .skipped(covered);
    }
    var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"atom posture, profile ")
        .append(Markup.escape(report.profile()))
        .append("\">\n");
    suites.forEach((id, suite) -> suite.write(out, id, report.subjects()));
    problems(out, report.problems());
    return out.append("</testsuites>\n").toString();
  }

  private static void problems(StringBuilder out, List<PostureReport.Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    out.append("  <testsuite name=\"not judged\" tests=\"")
        .append(problems.size())
        .append("\" failures=\"0\" errors=\"")
        .append(problems.size())
        .append("\" skipped=\"0\">\n");
    for (PostureReport.Problem problem : problems) {
      out.append("    <testcase classname=\"not judged\" name=\"")
          .append(Markup.escape(problem.where()))
          .append("\"><error message=\"")
          .append(Markup.escape(problem.why()))
          .append("\"/></testcase>\n");
    }
    out.append("  </testsuite>\n");
  }

  /// The cases of one rule.
  private static final class Suite {
    private final Map<String, List<Finding>> failed = new LinkedHashMap<>();
    private final Map<String, Covered> skipped = new LinkedHashMap<>();

    void failed(Finding finding) {
      failed.computeIfAbsent(finding.subject().shown(), _ -> new ArrayList<>()).add(finding);
    }

    void skipped(Covered covered) {
      skipped.putIfAbsent(covered.judgement().finding().subject().shown(), covered);
    }

    void write(StringBuilder out, String rule, List<String> subjects) {
      var cases = new TreeSet<>(subjects);
      cases.addAll(failed.keySet());
      cases.addAll(skipped.keySet());
      long skippedOnly = skipped.keySet().stream().filter(s -> !failed.containsKey(s)).count();
      out.append("  <testsuite name=\"")
          .append(Markup.escape(rule))
          .append("\" tests=\"")
          .append(cases.size())
          .append("\" failures=\"")
          .append(failed.size())
          .append("\" errors=\"0\" skipped=\"")
          .append(skippedOnly)
          .append("\">\n");
      for (String name : cases) {
        out.append("    <testcase classname=\"")
            .append(Markup.escape(rule))
            .append("\" name=\"")
            .append(Markup.escape(name))
            .append('"');
        var covered = skipped.get(name);
        if (failed.containsKey(name)) {
          failure(out, failed.getOrDefault(name, List.of()));
        } else if (covered != null) {
          out.append("><skipped message=\"exemption ")
              .append(Markup.escape(covered.exemption().id()))
              .append(" of ")
              .append(Markup.escape(covered.exemption().record().owner()))
              .append(" until ")
              .append(Markup.escape(covered.exemption().expiresShown()))
              .append("\"/></testcase>\n");
        } else {
          out.append("/>\n");
        }
      }
      out.append("  </testsuite>\n");
    }

    private static void failure(StringBuilder out, List<Finding> findings) {
      Finding first = findings.getFirst();
      out.append("><failure message=\"")
          .append(Markup.escape(first.fieldPath() + " " + first.found()))
          .append("\">");
      for (Finding finding : findings) {
        out.append(Markup.escape(finding.place().shown()))
            .append(": ")
            .append(
                Markup.escape(
                    finding.fieldPath() + " " + finding.found() + "; " + finding.demanded()))
            .append('\n');
      }
      out.append("</failure></testcase>\n");
    }
  }
}
