// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import java.util.List;

/// What can be said of a claim.
public sealed interface Answer {
  /// No way was found to break it and every way was tried.
  ///
  /// @param premises what is taken for granted
  record Proved(List<String> premises) implements Answer {
    public Proved {
      premises = List.copyOf(premises);
    }
  }

  /// It does not hold.
  ///
  /// @param paths ways that break it, the most direct first
  /// @param more how many further ways of the same kinds there are
  record Refuted(List<Path> paths, int more) implements Answer {
    public Refuted {
      paths = List.copyOf(paths);
    }
  }

  /// Nothing breaks it, but it rests on something that the manifests do not decide.
  ///
  /// @param doubts what
  record Undecidable(List<Doubt> doubts) implements Answer {
    public Undecidable {
      doubts = List.copyOf(doubts);
    }
  }

  /// Something that cannot be decided.
  ///
  /// @param obligation what cannot be shown
  /// @param why as a sentence
  record Doubt(Obligation obligation, String why) {}

  /// The word for it.
  default String word() {
    return switch (this) {
      case Proved _ -> "proved";
      case Refuted _ -> "refuted";
      case Undecidable _ -> "undecidable";
    };
  }
}
