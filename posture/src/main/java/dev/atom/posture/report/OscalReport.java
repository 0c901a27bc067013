// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.base.Sha256;
import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// OSCAL assessment results: an observation and a finding for each thing that is not as demanded,
/// and for what an exemption covers a risk whose deviation is approved, with its deadline.
final class OscalReport {
  private OscalReport() {}

  static String render(PostureReport report) {
    String time = report.time().toString();
    JsonWriter out = JsonWriter.indented().object().object("assessment-results");
    out.put("uuid", uuid("results", report.profile(), time));
    out.object("metadata").put("title", "Posture, profile " + report.profile());
    out.put("last-modified", time).put("version", "1").put("oscal-version", "1.1.2").endObject();
    out.object("import-ap").put("href", "#" + uuid("plan", report.profile(), "")).endObject();
    out.array("results").object().put("uuid", uuid("result", report.profile(), time));
    out.put("title", "Posture, profile " + report.profile());
    out.put(
        "description",
        report.rules().size()
            + " rules on "
            + report.subjects().size()
            + " objects; "
            + report.problems().size()
            + " could not be judged.");
    out.put("start", time);
    out.object("reviewed-controls").array("control-selections").object();
    out.object("include-all").endObject().endObject().endArray().endObject();
    body(out, report, time);
    return out.endObject().endArray().endObject().endObject() + "\n";
  }

  private static void body(JsonWriter out, PostureReport report, String time) {
    if (report.findings().isEmpty() && report.covered().isEmpty()) {
      return;
    }
    out.array("observations");
    report.findings().forEach(finding -> observation(out, finding, time));
    report.covered().forEach(c -> observation(out, c.judgement().finding(), time));
    out.endArray();
    if (!report.covered().isEmpty()) {
      out.array("risks");
      report.covered().forEach(covered -> risk(out, covered));
      out.endArray();
    }
    out.array("findings");
    report.findings().forEach(finding -> finding(out, finding, Optional.empty()));
    report.covered().forEach(c -> finding(out, c.judgement().finding(), Optional.of(c)));
    out.endArray();
  }

  private static void observation(JsonWriter out, Finding finding, String time) {
    out.object().put("uuid", uuid("observation", key(finding), ""));
    out.put("title", finding.rule() + " " + finding.subject().shown());
    out.put("description", sentence(finding));
    out.put("methods", List.of("TEST")).put("collected", time).endObject();
  }

  private static void risk(JsonWriter out, Covered covered) {
    Finding finding = covered.judgement().finding();
    var exemption = covered.exemption();
    Instant end = exemption.expires();
    out.object().put("uuid", uuid("risk", key(finding), ""));
    out.put("title", "Exemption " + exemption.id());
    out.put("description", sentence(finding));
    out.put(
        "statement",
        "Owned by "
            + exemption.record().owner()
            + ", approved by "
            + exemption.record().approver()
            + ": "
            + exemption.record().reason());
    out.put("status", "deviation-approved").put("deadline", end.toString()).endObject();
  }

  private static void finding(JsonWriter out, Finding finding, Optional<Covered> covered) {
    out.object().put("uuid", uuid("finding", key(finding), ""));
    out.put("title", finding.rule() + " " + finding.subject().shown());
    out.put("description", sentence(finding));
    out.object("target").put("type", "objective-id").put("target-id", token(finding.rule()));
    out.object("status").put("state", "not-satisfied").endObject().endObject();
    out.array("related-observations").object();
    out.put("observation-uuid", uuid("observation", key(finding), "")).endObject().endArray();
    if (covered.isPresent()) {
      // Older readers say associated-risk, newer related-risks; OSCAL 1.1 has the latter.
      out.array("related-risks").object();
      out.put("risk-uuid", uuid("risk", key(finding), "")).endObject().endArray();
    }
    out.endObject();
  }

  private static String sentence(Finding finding) {
    String path = finding.fieldPath().isEmpty() ? "" : finding.fieldPath() + " ";
    return path + finding.found() + "; " + finding.demanded();
  }

  private static String key(Finding finding) {
    return finding.rule()
        + "\n"
        + finding.subject()
        + "\n"
        + finding.fieldPath()
        + "\n"
        + finding.found();
  }

  private static String token(String rule) {
    return rule.replace(' ', '-');
  }

  /// A name-based UUID: the same thing has the same one in every run.
  private static String uuid(String what, String of, String at) {
    String hex = Sha256.hex(what + "\n" + of + "\n" + at);
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-5"
        + hex.substring(13, 16)
        + "-a"
        + hex.substring(17, 20)
        + "-"
        + hex.substring(20, 32);
  }
}
