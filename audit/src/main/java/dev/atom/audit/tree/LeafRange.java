// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.ArrayList;
import java.util.List;

/// Leaves of a tree from some leaf on, while those before are not known: the roots of the complete
/// subtrees that they fall into, at most two of each height. When the frontier of the leaves before
/// is known, [#onto] gives the tree. For one thread.
public final class LeafRange {
  private final NodeHash nodes = new NodeHash();
  private final List<Subtree> subtrees = new ArrayList<>();
  private final long begin;
  private long end;

  /// The root of 2^`height` leaves.
  private record Subtree(int height, TreeHash root) {}

  /// @param begin index of the first leaf of the range
  public LeafRange(long begin) {
    this.begin = begin;
    this.end = begin;
  }

  /// How many leaves the tree has up to the last of the range.
  public long end() {
    return end;
  }

  /// Appends a leaf by its hash.
  public void append(TreeHash leaf) {
    TreeHash root = leaf;
    int height = 0;
    while ((end >>> height & 1) == 1
        && !subtrees.isEmpty()
        && subtrees.getLast().height == height) {
      root = nodes.of(subtrees.removeLast().root, root);
      height++;
    }
    subtrees.add(new Subtree(height, root));
    end++;
  }

  /// The tree of the leaves before and those of the range.
  ///
  /// @throws IllegalArgumentException when `before` does not end where the range begins
  public MerkleFrontier onto(MerkleFrontier before) {
    if (before.size() != begin) {
      throw new IllegalArgumentException(
          "a range from leaf " + begin + " on does not follow " + before.size() + " leaves");
    }
    var whole = MerkleFrontier.of(begin, before.hashes());
    subtrees.forEach(each -> whole.appendSubtree(each.height, each.root));
    return whole;
  }
}
