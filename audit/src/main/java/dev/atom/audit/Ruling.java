// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.util.Locale;

/// What was decided about a call.
public enum Ruling {
  /// It may go on.
  ALLOW,
  /// It was refused.
  DENY,
  /// The event is not about a decision.
  NONE;

  private final String stored = name().toLowerCase(Locale.ROOT);

  /// The form in the table and under the chain.
  public String stored() {
    return stored;
  }
}
