// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.base.Sha256;
import java.security.MessageDigest;

/// Commits to a payload without telling it: SHA-256(nonce, length, payload). The nonce keeps short
/// payloads from being guessed. Not safe for use by two threads.
public final class PayloadCommitment {
  private final MessageDigest digest = Sha256.digest();
  private final byte[] length = new byte[Long.BYTES];

  /// The commitment, 32 bytes.
  ///
  /// @param nonce 32 random bytes
  /// @param payload its UTF-8 form
  public byte[] of(byte[] nonce, byte[] payload) {
    return of(nonce, payload, 0, payload.length);
  }

  /// The same over a part of `bytes`.
  public byte[] of(byte[] nonce, byte[] bytes, int from, int count) {
    for (int i = 0; i < Long.BYTES; i++) {
      length[i] = (byte) ((long) count >>> (56 - 8 * i));
    }
    digest.update(nonce);
    digest.update(length);
    digest.update(bytes, from, count);
    return digest.digest();
  }
}
