// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The fixed points of format 2.
public final class ChainFormat {
  /// The only format there is.
  public static final int VERSION = 2;

  /// What stands for the hash before the first entry of a segment.
  public static final String GENESIS = "genesis";

  /// What stands for the commitment of an entry without a payload.
  public static final String NO_PAYLOAD = "0".repeat(64);

  /// Columns under the hash: all but the hash itself.
  public static final int COLUMNS_HASHED = 23;

  /// What the hashed bytes begin with, so that they can be nothing else's. Nobody writes into it.
  static final byte[] DOMAIN = "atom-audit-entry-2\n".getBytes(StandardCharsets.US_ASCII);

  /// How many bytes all that is hashed begins with.
  public static final int DOMAIN_BYTES = DOMAIN.length;

  private ChainFormat() {}

  /// Begins what `digest` covers with the bytes that all that is hashed begins with.
  public static void domain(MessageDigest digest) {
    digest.update(DOMAIN);
  }

  /// Whether `text` is a hash as we write it: 64 characters of 0-9 and a-f.
  public static boolean isHash(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
