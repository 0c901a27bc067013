// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.BitSet;
import java.util.List;

/// Decides for one class of pods and one direction what is open to each peer.
final class Evaluation {
  private final RuleBook book;
  private final PodClass subject;
  private final Direction direction;

  Evaluation(RuleBook book, PodClass subject, Direction direction) {
    this.book = book;
    this.subject = subject;
    this.direction = direction;
  }

  /// What is open to the peers of `within`.
  Partition decide(BitSet within) {
    var chapter = book.chapter(subject, direction);
    var builder = new Partition.Builder(within);
    apply(chapter.admin(), builder);
    builder.all(Progress::nextTier);
    if (chapter.isolated()) {
      apply(chapter.policy(), builder);
      return builder.build(Progress::allowed);
    }
    apply(chapter.baseline(), builder);
    return builder.build(Progress::open);
  }

  private void apply(List<RuleBook.Said> rules, Partition.Builder builder) {
    for (RuleBook.Said said : rules) {
      for (RuleBook.Clause clause : book.clauses(said, subject, direction)) {
        builder.step(
            clause.peers(), progress -> progress.after(said.rule().action(), clause.ports()));
      }
    }
  }
}
