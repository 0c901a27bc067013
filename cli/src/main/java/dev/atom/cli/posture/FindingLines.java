// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Console;
import dev.atom.cli.Json;
import dev.atom.posture.finding.Finding;
import java.util.List;

/// Findings for people, three lines each, and for programs, one JSON line each.
final class FindingLines {
  private FindingLines() {}

  static void print(List<Finding> findings, boolean json, Console console) {
    for (Finding it : findings) {
      if (json) {
        console.print(Json.line(line(it)));
        continue;
      }
      String where = it.place().line() == 0 ? "" : " (" + it.place().shown() + ")";
      console.print(it.severity().word() + " " + it.rule() + " " + it.subject().shown() + where);
      console.print(
          "  is:     " + (it.fieldPath().isEmpty() ? "" : it.fieldPath() + ": ") + it.found());
      console.print("  demand: " + it.demanded());
      console.print("  mend:   " + it.mend());
    }
    if (!json) {
      console.tell(findings.size() == 1 ? "1 finding" : findings.size() + " findings");
    }
  }

  private static ObjectNode line(Finding it) {
    return Json.object()
        .put("rule", it.rule())
        .put("severity", it.severity().word())
        .put("subject", it.subject().shown())
        .put("place", it.place().shown())
        .put("field", it.fieldPath())
        .put("found", it.found())
        .put("demanded", it.demanded())
        .put("mend", it.mend());
  }
}
