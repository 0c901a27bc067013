// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.base.Sha256;
import java.util.Comparator;
import java.util.Optional;

/// One change in effect.
///
/// @param subject who or what it is about
/// @param field what of it; empty when the subject says it all
/// @param before what was, in words; empty when there was nothing
/// @param after what is; empty when there is nothing any more
/// @param family the family of high-risk keys it belongs to, which demands a review
public record Change(
    Aspect aspect,
    Direction direction,
    String subject,
    String field,
    String before,
    String after,
    Optional<HighRisk> family)
    implements Comparable<Change> {
  private static final int ID_LENGTH = 16;
  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::aspect)
          .thenComparing(Change::subject)
          .thenComparing(Change::field)
          .thenComparing(Change::direction)
          .thenComparing(Change::before)
          .thenComparing(Change::after);

  /// What kind of effect changed.
  public enum Aspect {
    /// What a subject may do.
    PERMISSION("permission"),
    /// Who reaches whom.
    REACHABILITY("reachability"),
    /// The strictest pod security level a workload satisfies.
    POD_SECURITY("pod security"),
    /// A secret a workload gets.
    SECRET("secret"),
    /// A recorded deviation.
    EXEMPTION("exemption"),
    /// A key that demands a review.
    VALUE("value");

    private final String word;

    Aspect(String word) {
      this.word = word;
    }

    /// The word people read.
    public String word() {
      return word;
    }
  }

  /// Which way it went.
  public enum Direction {
    /// It was not there.
    NEW("new"),
    /// More is possible than before.
    WIDENED("widened"),
    /// Different, and neither more nor less can be said.
    CHANGED("changed"),
    /// Less is possible than before.
    NARROWED("narrowed"),
    /// It is no more.
    GONE("gone");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    /// The word people read.
    public String word() {
      return word;
    }
  }

  /// What an approval names: the same for this very change, and for no other.
  public String id() {
    String all = String.join("\u0000", aspect.word, subject, field, before, after);
    return Sha256.hex(all).substring(0, ID_LENGTH);
  }

  @Override
  public int compareTo(Change other) {
    return ORDER.compare(this, other);
  }
}
