// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// One secret of the chain: its public id, and the keys of segments that it makes.
///
/// Whoever has it can make every key of its segments, so a writer erases it as soon as it has the
/// key it needs next.
public final class ChainKey {
  private static final byte[] ID_DOMAIN = "atom-audit-key-id\n".getBytes(StandardCharsets.US_ASCII);

  private final String id;
  private final byte[] secret;

  private ChainKey(String id, byte[] secret) {
    this.id = id;
    this.secret = secret;
  }

  /// The key that is the UTF-8 form of `secret`.
  public static ChainKey of(Secret secret) {
    return of(secret.reveal());
  }

  static ChainKey of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    var digest = Sha256.digest();
    digest.update(ID_DOMAIN);
    return new ChainKey(HexFormat.of().formatHex(digest.digest(bytes), 0, 8), bytes);
  }

  /// Names the secret without telling it: 16 hex characters.
  public String id() {
    return id;
  }

  /// The keys of a segment.
  ///
  /// @param firstSeq the number of the segment's first entry
  public SegmentKey segment(long segment, long firstSeq) {
    return SegmentKey.first(this, segment, firstSeq);
  }

  /// Overwrites the secret; no key can be made any more.
  public void erase() {
    Arrays.fill(secret, (byte) 0);
  }

  byte[] secret() {
    return secret;
  }

  /// Prints the id only.
  @Override
  public String toString() {
    return "ChainKey[" + id + "]";
  }
}
