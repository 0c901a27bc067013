// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.posture.triage.Redaction;

/// Text as it may leave: redacted, and the environment that `kubectl describe` prints reduced to
/// names.
final class CleanText {
  private CleanText() {}

  static String of(String text) {
    return Redaction.clean(withoutEnvironment(text));
  }

  /// Below a line `Environment:` stand variables, further to the right.
  private static String withoutEnvironment(String text) {
    if (!text.contains("Environment:")) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int inside = -1;
    for (String line : text.split("\n", -1)) {
      int indent = indent(line);
      if (inside >= 0 && (indent <= inside || line.isBlank())) {
        inside = -1;
      }
      if (inside >= 0) {
        int colon = line.indexOf(':');
        out.append(colon < 0 ? "" : line.substring(0, colon + 1) + " " + Redaction.MARK);
      } else {
        out.append(line);
      }
      out.append('\n');
      if (line.strip().startsWith("Environment:")) {
        inside = indent;
      }
    }
    out.setLength(out.length() - 1);
    return out.toString();
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }
}
