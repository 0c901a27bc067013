// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.base.Sha256;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/// Nonces of payloads: SHA-256 over a random seed and a counter, as drawing each from the system
/// costs more than all else that is done for a payload. Not safe for use by two threads.
final class Nonces {
  private static final int PER_SEED = 1 << 12;

  private final RandomGenerator random;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] seed = new byte[32];
  private int left;

  Nonces(RandomGenerator random) {
    this.random = random;
  }

  /// The next nonce, 32 bytes.
  byte[] next() {
    if (left == 0) {
      random.nextBytes(seed);
      left = PER_SEED;
    }
    left--;
    digest.update(seed);
    digest.update((byte) (left >>> 8));
    digest.update((byte) left);
    return digest.digest();
  }
}
