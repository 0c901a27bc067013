// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What mends findings where there is one way only, as patches that `kubectl patch --patch-file`
/// and kustomize take: one document for each object.
public final class Patches {
  /// What a field must be, by the rule it breaks.
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("PROFILE-SEC-001", "true"),
          Map.entry("ROOTFS-001", "true"),
          Map.entry("ACCOUNT-002", "false"),
          Map.entry("PSS-allowPrivilegeEscalation", "false"),
          Map.entry("PSS-runAsNonRoot", "true"),
          Map.entry("PSS-privileged", "false"),
          Map.entry("PSS-hostNamespaces", "false"),
          Map.entry("PSS-seccompProfile_restricted", "RuntimeDefault"),
          Map.entry("PSS-capabilities_restricted", "[ALL]"));

  private Patches() {}

  /// The patches for `findings`; empty when none of them can be mended so.
  public static String of(List<Finding> findings) {
    Map<Subject, Branch> objects = new TreeMap<>();
    for (Finding finding : findings) {
      String value = value(finding);
      if (!value.isEmpty()) {
        objects
            .computeIfAbsent(finding.subject(), _ -> new Branch())
            .set(steps(finding.fieldPath()), value);
      }
    }
    var out = new StringBuilder();
    objects.forEach((subject, patch) -> document(out, subject, patch));
    return out.toString();
  }

  private static String value(Finding finding) {
    String value = VALUES.getOrDefault(finding.rule(), "");
    boolean elsewhere =
        switch (finding.rule()) {
          case "PSS-capabilities_restricted" -> !finding.fieldPath().endsWith(".drop");
          case "ACCOUNT-002" -> !finding.fieldPath().endsWith("automountServiceAccountToken");
          default -> false;
        };
    return elsewhere ? "" : value;
  }

  private static void document(StringBuilder out, Subject subject, Branch patch) {
    out.append(out.isEmpty() ? "" : "---\n");
    out.append("apiVersion: ")
        .append(subject.apiVersion())
        .append("\nkind: ")
        .append(subject.kind())
        .append("\nmetadata:\n  name: ")
        .append(quoted(subject.name()));
    if (!subject.namespace().isEmpty()) {
      out.append("\n  namespace: ").append(quoted(subject.namespace()));
    }
    out.append('\n');
    patch.write(out, 0);
  }

  /// The steps of `spec.containers[web].image`: a name in brackets is a step of its own.
  private static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    var step = new StringBuilder();
    boolean bracket = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '[' && !bracket) {
        steps.add(step.toString());
        step.setLength(0);
        step.append('[');
        bracket = true;
      } else if (c == ']' && bracket) {
        bracket = false;
      } else if (c == '.' && !bracket) {
        steps.add(step.toString());
        step.setLength(0);
      } else {
        step.append(c);
      }
    }
    steps.add(step.toString());
    return steps;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// A mapping of the patch, or with steps in brackets a list of named elements.
  private static final class Branch {
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private String leaf = "";

    void set(List<String> steps, String value) {
      if (steps.isEmpty()) {
        leaf = value;
        return;
      }
      branches
          .computeIfAbsent(steps.getFirst(), _ -> new Branch())
          .set(steps.subList(1, steps.size()), value);
    }

    void write(StringBuilder out, int indent) {
      branches.forEach((step, branch) -> {
        String margin = "  ".repeat(indent);
        if (step.startsWith("[")) {
          out.append(margin).append("- name: ").append(quoted(step.substring(1))).append('\n');
          branch.write(out, indent + 1);
        } else if (branch.branches.isEmpty()) {
          out.append(margin).append(step).append(": ").append(branch.leaf).append('\n');
        } else {
          boolean list = branch.branches.keySet().iterator().next().startsWith("[");
          out.append(margin).append(step).append(":\n");
          branch.write(out, list ? indent : indent + 1);
        }
      });
    }
  }
}
