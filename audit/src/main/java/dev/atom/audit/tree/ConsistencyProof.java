// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.ArrayList;
import java.util.List;

/// Shows that a tree is an earlier one with leaves appended (RFC 6962, 2.1.2).
///
/// @param oldSize leaves of the earlier tree
/// @param newSize leaves of the later tree
/// @param hashes none when the sizes are equal or the earlier tree is empty
public record ConsistencyProof(long oldSize, long newSize, List<TreeHash> hashes) {
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /// Makes the proof.
  ///
  /// @throws IllegalArgumentException when the later tree is smaller
  public static ConsistencyProof make(long oldSize, long newSize, NodeSource source) {
    if (oldSize < 0 || oldSize > newSize) {
      throw new IllegalArgumentException("no tree grows from " + oldSize + " to " + newSize);
    }
    if (oldSize == 0 || oldSize == newSize) {
      return new ConsistencyProof(oldSize, newSize, List.of());
    }
    var subtrees = new Subtrees(source);
    List<TreeHash> fromRoot = new ArrayList<>();
    long first = 0;
    long end = newSize;
    while (end != oldSize) {
      long split = first + Subtrees.split(end - first);
      if (oldSize <= split) {
        fromRoot.add(subtrees.root(split, end));
        end = split;
      } else {
        fromRoot.add(subtrees.root(first, split));
        first = split;
      }
    }
    if (first != 0) {
      fromRoot.add(subtrees.root(first, end));
    }
    return new ConsistencyProof(oldSize, newSize, fromRoot.reversed());
  }

  /// Whether the tree of `newRoot` begins with that of `oldRoot` (RFC 9162, 2.1.4.2).
  public boolean proves(TreeHash oldRoot, TreeHash newRoot) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return hashes.isEmpty() && oldRoot.equals(newRoot);
    }
    if (oldSize == 0) {
      return hashes.isEmpty() && oldRoot.equals(TreeHash.EMPTY);
    }
    return climbs(oldRoot, newRoot);
  }

  private boolean climbs(TreeHash oldRoot, TreeHash newRoot) {
    List<TreeHash> path = new ArrayList<>(hashes);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    long at = oldSize - 1;
    long last = newSize - 1;
    while ((at & 1) == 1) {
      at >>>= 1;
      last >>>= 1;
    }
    var nodes = new NodeHash();
    TreeHash older = path.getFirst();
    TreeHash newer = path.getFirst();
    for (TreeHash beside : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        older = nodes.of(beside, older);
        newer = nodes.of(beside, newer);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        newer = nodes.of(newer, beside);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && older.equals(oldRoot) && newer.equals(newRoot);
  }
}
