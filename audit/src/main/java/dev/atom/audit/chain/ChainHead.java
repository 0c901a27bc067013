// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

/// Where the chain ends: the position and hash of its newest entry.
///
/// @param segment the newest entry's segment; 0 for an empty chain
/// @param segmentFirst the number of that segment's first entry; 0 for an empty chain
/// @param seq the newest entry's number; 0 for an empty chain
/// @param chainHash the newest entry's hash; [ChainFormat#GENESIS] for an empty chain
/// @param keyId the newest entry's key; empty for an empty chain
/// @param recordedAtMicros the newest entry's time
public record ChainHead(
    long segment,
    long segmentFirst,
    long seq,
    String chainHash,
    String keyId,
    long recordedAtMicros) {
  /// The head of a chain without entries.
  public static final ChainHead EMPTY = new ChainHead(0, 0, 0, ChainFormat.GENESIS, "", 0);
}
