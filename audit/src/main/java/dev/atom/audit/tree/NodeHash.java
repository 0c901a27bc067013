// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import dev.atom.base.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/// Hashes inner nodes: SHA-256(0x01, left, right). For one thread.
final class NodeHash {
  private static final byte NODE = 1;

  private final MessageDigest digest = Sha256.digest();

  /// Writes the parent of two hashes, each given by its array and place; `target` may be either.
  void hash(byte[] left, int leftAt, byte[] right, int rightAt, byte[] target, int at) {
    digest.update(NODE);
    digest.update(left, leftAt, TreeHash.BYTES);
    digest.update(right, rightAt, TreeHash.BYTES);
    try {
      digest.digest(target, at, TreeHash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 fits in 32 bytes", e);
    }
  }

  /// The parent of two hashes.
  TreeHash of(TreeHash left, TreeHash right) {
    var hash = new byte[TreeHash.BYTES];
    hash(left.bytes(), 0, right.bytes(), 0, hash, 0);
    return TreeHash.of(hash);
  }

  /// The root over the first `count` hashes of `level`, in place: `level` is lost. The last may
  /// stand for an incomplete subtree, since the tree is split at powers of two from the left.
  void fold(byte[] level, int count) {
    int width = count;
    while (width > 1) {
      for (int i = 0; i + 1 < width; i += 2) {
        int left = i * TreeHash.BYTES;
        hash(level, left, level, left + TreeHash.BYTES, level, left / 2);
      }
      if (width % 2 == 1) {
        int last = (width - 1) * TreeHash.BYTES;
        System.arraycopy(level, last, level, width / 2 * TreeHash.BYTES, TreeHash.BYTES);
      }
      width = (width + 1) / 2;
    }
  }
}
