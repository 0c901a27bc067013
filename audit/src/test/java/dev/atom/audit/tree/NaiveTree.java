// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import dev.atom.base.Sha256;
import java.util.ArrayList;
import java.util.List;

/// RFC 6962, 2.1, written down word for word: the oracle of these tests.
final class NaiveTree {
  private NaiveTree() {}

  static TreeHash root(List<byte[]> leaves) {
    return TreeHash.of(mth(leaves));
  }

  private static byte[] mth(List<byte[]> leaves) {
    int n = leaves.size();
    if (n == 0) {
      return Sha256.of(new byte[0]);
    }
    if (n == 1) {
      var digest = Sha256.digest();
      digest.update((byte) 0);
      return digest.digest(leaves.getFirst());
    }
    int k = split(n);
    return node(mth(leaves.subList(0, k)), mth(leaves.subList(k, n)));
  }

  static List<TreeHash> path(int m, List<byte[]> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? and(path(m, leaves.subList(0, k)), leaves.subList(k, n))
        : and(path(m - k, leaves.subList(k, n)), leaves.subList(0, k));
  }

  static List<TreeHash> proof(int m, List<byte[]> leaves) {
    return m == 0 || m == leaves.size() ? List.of() : subproof(m, leaves, true);
  }

  private static List<TreeHash> subproof(int m, List<byte[]> leaves, boolean known) {
    int n = leaves.size();
    if (m == n) {
      return known ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    return m <= k
        ? and(subproof(m, leaves.subList(0, k), known), leaves.subList(k, n))
        : and(subproof(m - k, leaves.subList(k, n), false), leaves.subList(0, k));
  }

  private static List<TreeHash> and(List<TreeHash> before, List<byte[]> leaves) {
    var all = new ArrayList<>(before);
    all.add(root(leaves));
    return all;
  }

  private static byte[] node(byte[] left, byte[] right) {
    var digest = Sha256.digest();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }
}
