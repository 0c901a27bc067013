// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import dev.atom.base.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/// Hashes leaves: SHA-256(0x00, leaf). Reuses one digest and allocates nothing, so it is for one
/// thread.
public final class LeafHash {
  private static final byte LEAF = 0;

  private final MessageDigest digest = Sha256.digest();

  /// The hash of `leaf`.
  public static TreeHash of(byte[] leaf) {
    var hash = new byte[TreeHash.BYTES];
    new LeafHash().hash(leaf, 0, leaf.length, hash, 0);
    return TreeHash.of(hash);
  }

  /// Writes the hash of the `length` bytes at `from` of `leaf` to `target` from `at` on.
  public void hash(byte[] leaf, int from, int length, byte[] target, int at) {
    digest.update(LEAF);
    digest.update(leaf, from, length);
    try {
      digest.digest(target, at, TreeHash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 fits in 32 bytes", e);
    }
  }
}
