// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.List;

/// What a document is for one input.
public sealed interface Evaluation {
  /// The document has a value; the hits say which rules gave it.
  record Defined(Value value, List<RuleHit> hits) implements Evaluation {
    public Defined {
      hits = List.copyOf(hits);
    }
  }

  /// No rule gives the document a value. Not false: nothing.
  record Undefined(List<RuleHit> hits) implements Evaluation {
    public Undefined {
      hits = List.copyOf(hits);
    }
  }

  /// The question could not be answered; whoever decides by the answer must take it as undecided.
  record Failed(RegoError error) implements Evaluation {}
}
