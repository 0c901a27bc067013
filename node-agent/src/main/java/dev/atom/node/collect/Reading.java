// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.protocol.Fact;
import dev.atom.protocol.Sample;
import java.util.List;

/// What came of one pass of one collector.
public sealed interface Reading {
  /// All there is.
  record Complete(List<Sample> samples, List<Fact> facts) implements Reading {
    public Complete {
      samples = List.copyOf(samples);
      facts = List.copyOf(facts);
    }
  }

  /// What could be had, without some optional source.
  ///
  /// @param missing the sources, in words
  record Partial(List<Sample> samples, List<Fact> facts, List<String> missing) implements Reading {
    public Partial {
      samples = List.copyOf(samples);
      facts = List.copyOf(facts);
      missing = List.copyOf(missing);
    }
  }

  /// Nothing: a source without which the others mean nothing could not be read.
  record Failed(String reason) implements Reading {}

  /// This host has no such thing.
  record Unsupported(String reason) implements Reading {}
}
