// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;

/// A page that stands by itself: no script, nothing fetched.
final class HtmlReport {
  private static final String STYLE =
      "body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;"
          + "color:#1b1f24;background:#fff}h1{font-size:1.5rem}table{border-collapse:collapse;"
          + "width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;"
          + "border-bottom:1px solid #d5dae0}code{font-size:.9em;overflow-wrap:anywhere}"
          + ".critical,.high{color:#a40e26;font-weight:600}.medium{color:#8a4600}.low,.info{color:"
          + "#4a5562}";

  private HtmlReport() {}

  static String render(PostureReport report) {
    var out = new StringBuilder(8192);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Posture, profile ");
    out.append(Markup.escape(report.profile())).append("</title>\n<style>").append(STYLE);
    out.append("</style>\n</head>\n<body>\n<h1>Posture, profile ");
    out.append(Markup.escape(report.profile())).append("</h1>\n<p>");
    out.append(report.failing().size()).append(" findings, ").append(report.covered().size());
    out.append(" exempt, ").append(report.problems().size()).append(" not judged; ");
    out.append(report.rules().size()).append(" rules on ").append(report.subjects().size());
    out.append(" objects.</p>\n");
    findings(out, report);
    covered(out, report);
    problems(out, report);
    rules(out, report);
    return out.append("</body>\n</html>\n").toString();
  }

  private static void findings(StringBuilder out, PostureReport report) {
    out.append("<h2>Findings</h2>\n<table>\n<tr><th>Severity</th><th>Rule</th><th>Object</th>")
        .append("<th>What</th><th>How to mend it</th></tr>\n");
    for (Finding finding : report.findings()) {
      String word = finding.severity().word();
      out.append("<tr><td class=\"")
          .append(word)
          .append("\">")
          .append(word)
          .append("</td><td>")
          .append(Markup.escape(finding.rule()))
          .append("</td><td>")
          .append(Markup.escape(finding.subject().shown()))
          .append("<br><code>")
          .append(Markup.escape(finding.place().shown()))
          .append("</code></td><td>");
      sentence(out, finding);
      out.append("</td><td>").append(Markup.escape(finding.mend())).append("</td></tr>\n");
    }
    out.append("</table>\n");
  }

  private static void sentence(StringBuilder out, Finding finding) {
    out.append("<code>")
        .append(Markup.escape(finding.fieldPath()))
        .append("</code> ")
        .append(Markup.escape(finding.found()))
        .append("; ")
        .append(Markup.escape(finding.demanded()));
  }

  private static void covered(StringBuilder out, PostureReport report) {
    if (report.covered().isEmpty()) {
      return;
    }
    out.append("<h2>Exempt</h2>\n<table>\n<tr><th>Rule</th><th>Object</th><th>What</th>")
        .append("<th>Exemption</th></tr>\n");
    for (Covered covered : report.covered()) {
      Finding finding = covered.judgement().finding();
      out.append("<tr><td>")
          .append(Markup.escape(finding.rule()))
          .append("</td><td>")
          .append(Markup.escape(finding.subject().shown()))
          .append("</td><td>");
      sentence(out, finding);
      out.append("</td><td>")
          .append(Markup.escape(covered.exemption().id()))
          .append(" of ")
          .append(Markup.escape(covered.exemption().record().owner()))
          .append(" until ")
          .append(Markup.escape(covered.exemption().expiresShown()))
          .append("</td></tr>\n");
    }
    out.append("</table>\n");
  }

  private static void problems(StringBuilder out, PostureReport report) {
    if (report.problems().isEmpty()) {
      return;
    }
    out.append("<h2>Not judged</h2>\n<ul>\n");
    for (PostureReport.Problem problem : report.problems()) {
      out.append("<li><code>")
          .append(Markup.escape(problem.where()))
          .append("</code> ")
          .append(Markup.escape(problem.why()))
          .append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private static void rules(StringBuilder out, PostureReport report) {
    out.append("<h2>Rules that were asked</h2>\n<ul>\n");
    for (PostureReport.RuleText rule : report.rules()) {
      out.append("<li>")
          .append(Markup.escape(rule.id()))
          .append(": ")
          .append(Markup.escape(rule.title()))
          .append("</li>\n");
    }
    out.append("</ul>\n");
  }
}
