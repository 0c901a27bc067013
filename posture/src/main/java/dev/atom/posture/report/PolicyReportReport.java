// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.base.Sha256;
import dev.atom.posture.exemption.ExemptionLedger.Covered;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Objects of `wgpolicyk8s.io/v1alpha2` that Kubernetes can keep: one for each namespace and rule,
/// and more where one would have too many results, so that none comes near what etcd takes.
final class PolicyReportReport {
  private static final int RESULTS_MAX = 500;

  private PolicyReportReport() {}

  /// A result: a finding, and whether it is covered.
  private record Result(Finding finding, String exemption) {
    String word() {
      if (!exemption.isEmpty()) {
        return "skip";
      }
      return finding.severity() == Severity.INFO ? "warn" : "fail";
    }
  }

  static String render(PostureReport report) {
    Map<String, List<Result>> shards = new TreeMap<>();
    for (Finding finding : report.findings()) {
      add(shards, new Result(finding, ""));
    }
    for (Covered covered : report.covered()) {
      add(shards, new Result(covered.judgement().finding(), covered.exemption().id()));
    }
    JsonWriter out = JsonWriter.indented().object();
    out.put("apiVersion", "v1").put("kind", "List").array("items");
    for (List<Result> shard : shards.values()) {
      for (int from = 0; from < shard.size(); from += RESULTS_MAX) {
        int to = Math.min(shard.size(), from + RESULTS_MAX);
        object(out, report.profile(), shard.subList(from, to), from / RESULTS_MAX);
      }
    }
    return out.endArray().endObject() + "\n";
  }

  private static void add(Map<String, List<Result>> shards, Result result) {
    String key = result.finding.subject().namespace() + "\n" + result.finding.rule();
    shards.computeIfAbsent(key, _ -> new ArrayList<>()).add(result);
  }

  private static void object(JsonWriter out, String profile, List<Result> results, int part) {
    Finding first = results.getFirst().finding;
    String namespace = first.subject().namespace();
    out.object().put("apiVersion", "wgpolicyk8s.io/v1alpha2");
    out.put("kind", namespace.isEmpty() ? "ClusterPolicyReport" : "PolicyReport");
    out.object("metadata").put("name", name(profile, first.rule(), part));
    if (!namespace.isEmpty()) {
      out.put("namespace", namespace);
    }
    out.object("labels").put("app.kubernetes.io/managed-by", "atom").endObject().endObject();
    out.object("summary").put("pass", 0);
    for (String word : List.of("fail", "warn", "skip")) {
      out.put(word, results.stream().filter(r -> r.word().equals(word)).count());
    }
    out.put("error", 0).endObject().array("results");
    results.forEach(result -> result(out, result));
    out.endArray().endObject();
  }

  /// A name that Kubernetes takes: short, small letters, and the same for the same rule.
  private static String name(String profile, String rule, int part) {
    return "atom-" + Sha256.hex(profile + "\n" + rule).substring(0, 16) + "-" + part;
  }

  private static void result(JsonWriter out, Result result) {
    Finding finding = result.finding;
    out.object().put("source", "atom").put("policy", finding.rule());
    out.put("rule", finding.rule()).put("result", result.word());
    out.put("severity", finding.severity().word()).put("scored", true);
    out.put("message", finding.fieldPath() + " " + finding.found() + "; " + finding.demanded());
    out.array("resources").object();
    out.put("apiVersion", finding.subject().apiVersion()).put("kind", finding.subject().kind());
    if (!finding.subject().namespace().isEmpty()) {
      out.put("namespace", finding.subject().namespace());
    }
    out.put("name", finding.subject().name()).endObject().endArray();
    out.object("properties").put("path", finding.fieldPath());
    if (!result.exemption.isEmpty()) {
      out.put("exemption", result.exemption);
    }
    out.endObject().endObject();
  }
}
