// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.util.Locale;

/// The stages of a request in the order they decide; a request refused at one has passed all before
/// it. The order is architecture (see the decision records), not configuration.
public enum Stage {
  /// The request line and headers are within bounds.
  LISTEN,
  /// Who is calling, proven by a signature.
  AUTHENTICATE,
  /// Whether that credential still stands.
  STANDING,
  /// Whether the caller's domain and agent are those of the path.
  BINDING,
  /// Whether the caller has a permit left.
  ADMISSION,
  /// What is asked, read from a bounded body.
  DECODE,
  /// Whether the policy allows it.
  POLICY,
  /// Whether the decision is durable.
  AUDIT,
  /// What came of it.
  UPSTREAM;

  /// The name in the audit record.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
