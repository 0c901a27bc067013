// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

/// What one rule found, and how to mend it.
final class Findings {
  private final Set<String> lines = new TreeSet<>();
  private final String cure;

  /// @param cure one sentence for the reader of the failure
  Findings(String cure) {
    this.cure = cure;
  }

  void add(String line) {
    lines.add(line);
  }

  /// Fails with everything found and the cure.
  void expectNone() {
    assertThat(lines).withFailMessage(() -> cure + "\n  " + String.join("\n  ", lines)).isEmpty();
  }
}
