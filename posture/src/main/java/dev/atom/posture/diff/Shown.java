// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.triage.Redaction;

/// Values as a diff may print them: nothing that looks like a secret, nothing long.
final class Shown {
  private static final int LENGTH_MAX = 120;
  private static final String HIDDEN = "(not shown)";

  private Shown() {}

  static String value(String path, String value) {
    String key = path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('[')) + 1);
    boolean secret =
        !Redaction.isClean(value) || !Redaction.isClean(key.replace("]", "") + ": " + value);
    if (secret) {
      return HIDDEN;
    }
    return value.length() > LENGTH_MAX ? value.substring(0, LENGTH_MAX) + "…" : value;
  }
}
