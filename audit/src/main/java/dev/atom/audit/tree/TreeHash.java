// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// One hash of the tree: a leaf's, a node's, a root. 32 bytes that never change.
public final class TreeHash {
  /// Bytes of a hash.
  public static final int BYTES = 32;

  /// The root of a tree without leaves: SHA-256 of nothing.
  public static final TreeHash EMPTY =
      new TreeHash(
          HexFormat.of()
              .parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

  private final byte[] bytes;

  private TreeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The hash that these 32 bytes are.
  public static TreeHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new TreeHash(bytes.clone());
  }

  /// The hash that stands at `at` of `bytes`.
  public static TreeHash of(byte[] bytes, int at) {
    return new TreeHash(Arrays.copyOfRange(bytes, at, at + BYTES));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Writes the bytes to `target` from `at` on.
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, BYTES);
  }

  /// Standard base64, padded.
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Lower-case hex.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// Whether `other` is the same 32 bytes. Hashes are public: time tells nothing.
  @Override
  public boolean equals(Object other) {
    return other instanceof TreeHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
