// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.ArrayList;
import java.util.List;

/// The right edge of a growing tree: the roots of the complete subtrees that its leaves fall into,
/// at most one of each height. It is all that is needed to append leaves and to know the root, in 2
/// KB whatever the size. For one thread.
public final class MerkleFrontier {
  /// Heights that a size below 2^63 can have.
  private static final int HEIGHTS = 63;

  private final NodeHash nodes = new NodeHash();
  private final LeafHash leaves = new LeafHash();

  /// The root of height h at 32 h; it counts when bit h of the size is set.
  private final byte[] edge = new byte[HEIGHTS * TreeHash.BYTES];

  private final byte[] carry = new byte[TreeHash.BYTES];
  private long size;

  /// The edge of a tree without leaves.
  public MerkleFrontier() {}

  /// The edge of a tree of `size` leaves, as [#hashes()] gave it.
  ///
  /// @throws IllegalArgumentException when these are not as many hashes as `size` has bits set
  public static MerkleFrontier of(long size, List<TreeHash> hashes) {
    if (size < 0 || Long.bitCount(size) != hashes.size()) {
      throw new IllegalArgumentException(
          hashes.size() + " hashes are not the edge of a tree of " + size);
    }
    var frontier = new MerkleFrontier();
    frontier.size = size;
    int next = 0;
    for (int height = HEIGHTS - 1; height >= 0; height--) {
      if ((size >>> height & 1) == 1) {
        hashes.get(next++).copyTo(frontier.edge, height * TreeHash.BYTES);
      }
    }
    return frontier;
  }

  /// How many leaves there are.
  public long size() {
    return size;
  }

  /// Appends the leaf that is the `length` bytes at `from` of `leaf`.
  public void appendLeaf(byte[] leaf, int from, int length) {
    leaves.hash(leaf, from, length, carry, 0);
    carryUp(0);
  }

  /// Appends a leaf by its hash, which stands at `at` of `hash`.
  public void append(byte[] hash, int at) {
    System.arraycopy(hash, at, carry, 0, TreeHash.BYTES);
    carryUp(0);
  }

  /// Appends a leaf by its hash.
  public void append(TreeHash leafHash) {
    appendSubtree(0, leafHash);
  }

  /// Appends a complete subtree of 2^`height` leaves by its root, so that subtrees may be hashed
  /// side by side.
  ///
  /// @throws IllegalArgumentException when the size is not a multiple of 2^`height`
  public void appendSubtree(int height, TreeHash root) {
    if ((size & ((1L << height) - 1)) != 0) {
      throw new IllegalArgumentException(
          "a subtree of height " + height + " cannot begin at leaf " + size);
    }
    root.copyTo(carry, 0);
    carryUp(height);
  }

  /// Adds what is in `carry`, as in binary addition.
  private void carryUp(int from) {
    int height = from;
    while ((size >>> height & 1) == 1) {
      nodes.hash(edge, height * TreeHash.BYTES, carry, 0, carry, 0);
      height++;
    }
    System.arraycopy(carry, 0, edge, height * TreeHash.BYTES, TreeHash.BYTES);
    size = Math.addExact(size, 1L << from);
  }

  /// The root of the tree as it is now.
  public TreeHash root() {
    if (size == 0) {
      return TreeHash.EMPTY;
    }
    int height = Long.numberOfTrailingZeros(size);
    var root = new byte[TreeHash.BYTES];
    System.arraycopy(edge, height * TreeHash.BYTES, root, 0, TreeHash.BYTES);
    for (height++; height < HEIGHTS; height++) {
      if ((size >>> height & 1) == 1) {
        nodes.hash(edge, height * TreeHash.BYTES, root, 0, root, 0);
      }
    }
    return TreeHash.of(root);
  }

  /// The roots of the complete subtrees, the largest first.
  public List<TreeHash> hashes() {
    List<TreeHash> hashes = new ArrayList<>();
    for (int height = HEIGHTS - 1; height >= 0; height--) {
      if ((size >>> height & 1) == 1) {
        hashes.add(TreeHash.of(edge, height * TreeHash.BYTES));
      }
    }
    return hashes;
  }
}
