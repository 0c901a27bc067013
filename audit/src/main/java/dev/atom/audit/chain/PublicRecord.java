// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.util.Arrays;
import java.util.HexFormat;

/// The leaf of an entry in the Merkle tree: all that its chain hash covers, and the chain hash.
///
/// Whoever has it can recompute the tree without a secret; and because the hash is in it, tree and
/// chain hold each other: neither can be changed alone.
public final class PublicRecord {
  /// The longest leaf that an entry bundle can hold. Writers bound the texts of an event so that
  /// every entry fits.
  public static final int BYTES_MAX = 65_535;

  private PublicRecord() {}

  /// What every leaf begins with.
  public static byte[] domain() {
    return ChainFormat.DOMAIN.clone();
  }

  /// The leaf of `entry`.
  ///
  /// @throws IllegalArgumentException when its chain hash is not 64 lower-case hex characters or
  ///   the leaf is too long: no writer of ours makes such an entry
  public static byte[] bytes(AuditEntry entry) {
    var sink = new ByteSink(1024);
    write(sink, entry);
    return Arrays.copyOf(sink.array(), sink.size());
  }

  /// Writes the leaf of `entry` at the end of `sink`; otherwise like [#bytes].
  public static void write(ByteSink sink, AuditEntry entry) {
    var hashes = entry.hashes();
    if (!ChainFormat.isHash(hashes.chainHash())) {
      throw new IllegalArgumentException("entry " + entry.seq() + " has no chain hash");
    }
    int from = sink.size();
    sink.raw(ChainFormat.DOMAIN);
    EntryEncoding.write(
        sink, entry.position(), entry.fact(), hashes.payloadHash(), hashes.prevHash());
    sink.raw(HexFormat.of().parseHex(hashes.chainHash()));
    int length = sink.size() - from;
    if (length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "entry " + entry.seq() + " has a leaf of " + length + " bytes; " + BYTES_MAX + " fit");
    }
  }
}
