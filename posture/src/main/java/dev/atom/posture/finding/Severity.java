// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.finding;

import java.util.Locale;

/// How much harm a [Finding] can do, least first.
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /// The name as it is printed: small letters.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
