// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.List;

/// What became of source text.
public sealed interface Compilation {
  /// A program ready to be asked.
  record Compiled(RegoProgram program) implements Compilation {}

  /// Nothing to run, and every reason found.
  record Rejected(List<RegoError> errors) implements Compilation {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
