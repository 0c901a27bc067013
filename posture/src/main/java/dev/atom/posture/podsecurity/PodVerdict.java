// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import java.util.List;

/// Whether pods may be, and what speaks against it.
///
/// @param violations in the order of the controls, then of the containers
public record PodVerdict(List<Violation> violations) {
  public PodVerdict {
    violations = List.copyOf(violations);
  }

  /// Whether nothing speaks against it.
  public boolean allowed() {
    return violations.isEmpty();
  }
}
