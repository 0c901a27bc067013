// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.base.Sha256;
import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import java.util.List;
import java.util.Optional;

/// SARIF 2.1.0: every rule that was asked is declared, so that "ran and clean" differs from "did
/// not run"; what an exemption covers is there with an accepted suppression.
final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private SarifReport() {}

  static String render(PostureReport report) {
    JsonWriter out = JsonWriter.indented().object();
    out.put("$schema", SCHEMA).put("version", "2.1.0").array("runs").object();
    out.object("tool").object("driver").put("name", "atom posture").array("rules");
    report.rules().forEach(rule -> rule(out, rule));
    out.endArray().endObject().endObject();
    out.array("results");
    List<String> ids = report.rules().stream().map(PostureReport.RuleText::id).toList();
    report.findings().forEach(finding -> result(out, finding, ids, Optional.empty()));
    report.covered().forEach(c -> result(out, c.judgement().finding(), ids, Optional.of(c)));
    out.endArray();
    out.array("invocations").object().put("executionSuccessful", report.problems().isEmpty());
    if (!report.problems().isEmpty()) {
      out.array("toolExecutionNotifications");
      report.problems().forEach(problem -> notification(out, problem));
      out.endArray();
    }
    return out.endObject().endArray().endObject().endArray().endObject() + "\n";
  }

  private static void rule(JsonWriter out, PostureReport.RuleText rule) {
    out.object().put("id", rule.id());
    out.object("shortDescription").put("text", rule.title()).endObject();
    if (!rule.mend().isEmpty()) {
      out.object("help").put("text", rule.mend()).endObject();
    }
    out.object("defaultConfiguration").put("level", level(rule.severity())).endObject();
    out.object("properties").put("security-severity", score(rule.severity())).endObject();
    out.endObject();
  }

  private static void result(
      JsonWriter out, Finding finding, List<String> ids, Optional<Covered> covered) {
    out.object().put("ruleId", finding.rule());
    int index = ids.indexOf(finding.rule());
    if (index >= 0) {
      out.put("ruleIndex", index);
    }
    out.put("level", level(finding.severity()));
    out.object("message")
        .put("text", finding.fieldPath() + " " + finding.found() + "; " + finding.demanded())
        .endObject();
    out.array("locations").object();
    if (finding.place().line() > 0) {
      out.object("physicalLocation");
      out.object("artifactLocation").put("uri", uri(finding.place().file())).endObject();
      out.object("region")
          .put("startLine", finding.place().line())
          .put("startColumn", finding.place().column())
          .endObject();
      out.endObject();
    }
    out.array("logicalLocations").object();
    out.put("fullyQualifiedName", finding.subject().shown() + " " + finding.fieldPath());
    out.put("kind", "resource").endObject().endArray();
    out.endObject().endArray();
    out.object("partialFingerprints").put("atom/v1", fingerprint(finding)).endObject();
    if (covered.isPresent()) {
      var record = covered.get().exemption().record();
      out.array("suppressions").object().put("kind", "external").put("status", "accepted");
      out.put(
          "justification",
          covered.get().exemption().id()
              + " of "
              + record.owner()
              + " until "
              + covered.get().exemption().expiresShown()
              + ": "
              + record.reason());
      out.endObject().endArray();
    }
    out.endObject();
  }

  private static void notification(JsonWriter out, PostureReport.Problem problem) {
    out.object().put("level", "error");
    out.object("message").put("text", problem.where() + ": " + problem.why()).endObject();
    if (problem.line() > 0) {
      out.array("locations").object().object("physicalLocation");
      out.object("artifactLocation").put("uri", uri(problem.file())).endObject();
      out.object("region").put("startLine", problem.line()).endObject();
      out.endObject().endObject().endArray();
    }
    out.endObject();
  }

  /// What stays when lines move: the object, the rule, the field.
  static String fingerprint(Finding finding) {
    return Sha256.hex(finding.rule() + "\n" + finding.subject() + "\n" + finding.fieldPath());
  }

  /// A relative reference may hold no space and no colon in its first part.
  private static String uri(String file) {
    var uri = new StringBuilder();
    for (byte b : file.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || "-._~/".indexOf(b) >= 0;
      if (plain) {
        uri.append((char) b);
      } else {
        uri.append('%')
            .append(Character.forDigit(b >> 4 & 0xF, 16))
            .append(Character.forDigit(b & 0xF, 16));
      }
    }
    return uri.toString();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFO -> "note";
    };
  }

  private static String score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "9.5";
      case HIGH -> "8.0";
      case MEDIUM -> "5.5";
      case LOW -> "3.0";
      case INFO -> "0.0";
    };
  }
}
