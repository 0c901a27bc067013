// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.exemption.Exemption;
import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;

/// For programs: the same bytes for the same objects, from files, from Helm and from a cluster. So
/// it names objects and fields, and files only where something in them could not be read.
final class JsonReport {
  private JsonReport() {}

  static String render(PostureReport report) {
    JsonWriter out = JsonWriter.indented().object().put("profile", report.profile());
    out.array("findings");
    for (Finding finding : report.findings()) {
      finding(out.object(), finding);
      out.endObject();
    }
    out.endArray().array("exempt");
    for (Covered covered : report.covered()) {
      finding(out.object(), covered.judgement().finding());
      Exemption exemption = covered.exemption();
      out.object("exemption")
          .put("id", exemption.id())
          .put("owner", exemption.record().owner())
          .put("approver", exemption.record().approver())
          .put("ticket", exemption.record().ticket())
          .put("reason", exemption.record().reason())
          .put("expires", exemption.expiresShown())
          .endObject()
          .endObject();
    }
    out.endArray().array("notJudged");
    for (PostureReport.Problem problem : report.problems()) {
      out.object().put("where", problem.where()).put("why", problem.why()).endObject();
    }
    return out.endArray().endObject() + "\n";
  }

  private static void finding(JsonWriter out, Finding finding) {
    out.put("rule", finding.rule())
        .put("severity", finding.severity().word())
        .put("apiVersion", finding.subject().apiVersion())
        .put("kind", finding.subject().kind())
        .put("namespace", finding.subject().namespace())
        .put("name", finding.subject().name())
        .put("path", finding.fieldPath())
        .put("found", finding.found())
        .put("demanded", finding.demanded())
        .put("mend", finding.mend());
  }
}
