// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

/// Roots of ranges of leaves, put together from complete subtrees.
final class Subtrees {
  private final NodeSource source;
  private final NodeHash nodes = new NodeHash();

  Subtrees(NodeSource source) {
    this.source = source;
  }

  /// The root over the leaves from `first` to before `end`; `first` is where such a range begins
  /// when a tree is split at powers of two.
  TreeHash root(long first, long end) {
    long count = end - first;
    if (Long.bitCount(count) == 1) {
      int height = Long.numberOfTrailingZeros(count);
      return source.node(height, first >>> height);
    }
    long split = first + split(count);
    return nodes.of(root(first, split), root(split, end));
  }

  /// The largest power of two below `count`, which is at least 2.
  static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
