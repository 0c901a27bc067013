// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks along leaves and checks, without a secret, that they are entries of one chain: numbers
/// without gaps, each naming the chain hash of the one before. For one thread.
public final class LeafLinks {
  private static final int HASH_BYTES = 32;
  private static final int ID = 0;
  private static final int KIND = 6;
  private static final int DETAILS = 20;
  private static final int PREV_HASH = 22;
  private static final byte[] OPEN = "segment_open".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "segment_close".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GENESIS = ChainFormat.GENESIS.getBytes(StandardCharsets.US_ASCII);

  private final byte[] domain = ChainFormat.DOMAIN;
  private final int[] starts = new int[ChainFormat.COLUMNS_HASHED];
  private final int[] lengths = new int[ChainFormat.COLUMNS_HASHED];
  private final byte[] lastHash = new byte[HASH_BYTES];
  private long lastSeq;
  private boolean linked;
  private String closing = "";

  /// Begins before the first entry.
  public LeafLinks() {
    this.linked = true;
  }

  /// Begins after entry `seq`, of which nothing else is known: the next one's link is not checked.
  public LeafLinks(long seq) {
    this.lastSeq = seq;
  }

  /// The number of the last entry.
  public long lastSeq() {
    return lastSeq;
  }

  /// The chain hash of the last entry, lower-case hex; nothing before the first.
  public Optional<String> lastHash() {
    return linked && lastSeq > 0
        ? Optional.of(HexFormat.of().formatHex(lastHash))
        : Optional.empty();
  }

  /// Whether the last entry closes a segment.
  public boolean closes() {
    return !closing.isEmpty();
  }

  /// The details of the last entry, when it closes a segment.
  public String details() {
    return closing;
  }

  /// Takes the next leaf.
  ///
  /// @return what is wrong with it; then the walk is over
  public Optional<String> next(byte[] leaf, int from, int length) {
    String fault = fault(leaf, from, length);
    if (fault == null) {
      lastSeq++;
      System.arraycopy(leaf, from + length - HASH_BYTES, lastHash, 0, HASH_BYTES);
      linked = true;
      closing =
          is(leaf, KIND, CLOSE)
              ? new String(leaf, starts[DETAILS], lengths[DETAILS], StandardCharsets.UTF_8)
              : "";
    }
    return Optional.ofNullable(fault);
  }

  private @Nullable String fault(byte[] leaf, int from, int length) {
    if (!split(leaf, from, length)) {
      return "it is no entry of this format";
    }
    long id = number(leaf, starts[ID], lengths[ID]);
    if (id != lastSeq + 1) {
      return "entry " + id + " stands where entry " + (lastSeq + 1) + " must";
    }
    boolean opens = is(leaf, KIND, OPEN);
    if (opens != is(leaf, PREV_HASH, GENESIS) || (lastSeq == 0 && !opens)) {
      return "a segment begins with a segment_open entry after genesis, and only so";
    }
    return opens || !linked || followsLast(leaf)
        ? null
        : "its prev_hash is not the chain_hash of the entry before";
  }

  /// Finds the fields: the domain, 23 times a length and a value, the chain hash.
  private boolean split(byte[] leaf, int from, int length) {
    int end = from + length - HASH_BYTES;
    int at = from + domain.length;
    if (at > end || !Arrays.equals(leaf, from, at, domain, 0, domain.length)) {
      return false;
    }
    for (int i = 0; i < ChainFormat.COLUMNS_HASHED; i++) {
      if (end - at < Integer.BYTES) {
        return false;
      }
      lengths[i] = (int) number(leaf, at, Integer.BYTES);
      starts[i] = at + Integer.BYTES;
      if (lengths[i] < 0 || lengths[i] > end - starts[i]) {
        return false;
      }
      at = starts[i] + lengths[i];
    }
    return at == end && lengths[ID] == Long.BYTES;
  }

  private boolean is(byte[] leaf, int field, byte[] value) {
    int start = starts[field];
    return Arrays.equals(leaf, start, start + lengths[field], value, 0, value.length);
  }

  private boolean followsLast(byte[] leaf) {
    if (lengths[PREV_HASH] != 2 * HASH_BYTES) {
      return false;
    }
    int at = starts[PREV_HASH];
    for (byte hash : lastHash) {
      if (digit(hash >> 4) != leaf[at++] || digit(hash) != leaf[at++]) {
        return false;
      }
    }
    return true;
  }

  private static int digit(int value) {
    int four = value & 15;
    return four < 10 ? '0' + four : 'a' + four - 10;
  }

  private static long number(byte[] bytes, int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | Byte.toUnsignedLong(bytes[at + i]);
    }
    return length == Integer.BYTES ? (int) value : value;
  }
}
