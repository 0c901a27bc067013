// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.NotJudged;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.report.JsonWriter;
import java.util.List;

/// What is printed about one object: a JSON line with `file`, `kind`, `name`, `allowed` and
/// `violations`. Of an object that cannot be judged `allowed` is null, and `reason` says why.
public final class PssLine {
  private PssLine() {}

  /// The line of an object with these pods and their verdicts, in the same order.
  public static String of(List<Workload> workloads, List<PodVerdict> verdicts) {
    Workload first = workloads.getFirst();
    var line = begin(first.owner().place().file(), first.kind(), first.name());
    line.put("allowed", verdicts.stream().allMatch(PodVerdict::allowed)).array("violations");
    for (PodVerdict verdict : verdicts) {
      for (Violation violation : verdict.violations()) {
        line.object()
            .put("control", violation.control())
            .put("path", violation.path())
            .put("message", violation.message())
            .endObject();
      }
    }
    return line.endArray().endObject().toString();
  }

  /// The line of an object that cannot be judged.
  public static String of(NotJudged notJudged) {
    return begin(
            notJudged.manifest().place().file(),
            notJudged.manifest().kind(),
            notJudged.manifest().name())
        .putNull("allowed")
        .array("violations")
        .endArray()
        .put("reason", "not judged: " + notJudged.why())
        .endObject()
        .toString();
  }

  private static JsonWriter begin(String file, String kind, String name) {
    return JsonWriter.line().object().put("file", file).put("kind", kind).put("name", name);
  }
}
