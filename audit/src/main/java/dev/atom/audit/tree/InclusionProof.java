// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.ArrayList;
import java.util.List;

/// Shows that a leaf is in a tree: the hashes beside its way to the root (RFC 6962, 2.1.1).
///
/// @param index of the leaf, from 0
/// @param size of the tree
/// @param hashes beside the way, the leaf's neighbour first
public record InclusionProof(long index, long size, List<TreeHash> hashes) {
  /// More hashes than a tree below 2^63 leaves can need.
  public static final int HASHES_MAX = 63;

  public InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /// Makes the proof for leaf `index` in the tree of `size` leaves.
  ///
  /// @throws IllegalArgumentException when there is no such leaf
  public static InclusionProof make(long index, long size, NodeSource source) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
    }
    var subtrees = new Subtrees(source);
    List<TreeHash> fromRoot = new ArrayList<>();
    long first = 0;
    long end = size;
    while (end - first > 1) {
      long split = first + Subtrees.split(end - first);
      if (index < split) {
        fromRoot.add(subtrees.root(split, end));
        end = split;
      } else {
        fromRoot.add(subtrees.root(first, split));
        first = split;
      }
    }
    return new InclusionProof(index, size, fromRoot.reversed());
  }

  /// Whether it leads from `leaf` to `root` (RFC 9162, 2.1.3.2).
  public boolean proves(TreeHash leaf, TreeHash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    var nodes = new NodeHash();
    long at = index;
    long last = size - 1;
    TreeHash hash = leaf;
    for (TreeHash beside : hashes) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = nodes.of(beside, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = nodes.of(hash, beside);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
