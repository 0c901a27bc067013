// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The keys of one segment from some entry on. Every [#EPOCH] entries the key is replaced by one
/// made from it, and erased: whoever steals today's cannot make yesterday's hashes again.
///
/// It goes forward only. Not safe for use by two threads.
public final class SegmentKey {
  /// How many entries share a key.
  public static final int EPOCH = 4096;

  private static final byte[] SEGMENT = Hmac.ascii("atom-audit-segment\n");
  private static final byte[] NEXT = Hmac.ascii("atom-audit-next\n");

  private final String keyId;
  private final long segment;
  private final long firstSeq;
  private final byte[] key;
  private final Hmac mac;
  private long epoch;

  private SegmentKey(String keyId, long segment, long firstSeq, byte[] key, long epoch) {
    this.keyId = keyId;
    this.segment = segment;
    this.firstSeq = firstSeq;
    this.key = key;
    this.mac = new Hmac(key);
    this.epoch = epoch;
  }

  static SegmentKey first(ChainKey secret, long segment, long firstSeq) {
    byte[] info =
        ByteBuffer.allocate(SEGMENT.length + Long.BYTES).put(SEGMENT).putLong(segment).array();
    return new SegmentKey(secret.id(), segment, firstSeq, Hmac.hkdf(secret.secret(), info), 0);
  }

  /// Names the secret it was made from.
  public String keyId() {
    return keyId;
  }

  /// Its segment.
  public long segment() {
    return segment;
  }

  /// The number of the segment's first entry.
  public long firstSeq() {
    return firstSeq;
  }

  /// Whether it is the key of this segment.
  public boolean isOf(String ofKeyId, long ofSegment, long ofFirstSeq) {
    return segment == ofSegment && firstSeq == ofFirstSeq && keyId.equals(ofKeyId);
  }

  /// Whether the key of entry `seq` has not been left behind.
  public boolean reaches(long seq) {
    return epochOf(seq) >= epoch;
  }

  /// Whether entry `seq` is under the key that is held now.
  public boolean holds(long seq) {
    return epochOf(seq) == epoch;
  }

  /// Goes to the key of entry `seq`; those before are gone.
  ///
  /// @throws IllegalStateException when it has been left behind
  public void advanceTo(long seq) {
    long wanted = epochOf(seq);
    if (wanted < epoch) {
      throw new IllegalStateException("the key of entry " + seq + " was erased");
    }
    if (wanted == epoch) {
      return;
    }
    for (; epoch < wanted; epoch++) {
      byte[] made = Hmac.hkdf(key, NEXT);
      System.arraycopy(made, 0, key, 0, key.length);
      Arrays.fill(made, (byte) 0);
    }
    mac.rekey(key);
  }

  private long epochOf(long seq) {
    return Math.floorDiv(seq - firstSeq, EPOCH);
  }

  /// The chain hash, 32 bytes, of an entry under the key that is held now.
  ///
  /// @param bytes where its columns up to `prev_hash` are, as [EntryEncoding] writes them
  public byte[] hash(byte[] bytes, int from, int count) {
    mac.update(ChainFormat.DOMAIN);
    mac.update(bytes, from, count);
    return mac.end();
  }

  /// One of its own, which can go forward while this stays.
  public SegmentKey copy() {
    return new SegmentKey(keyId, segment, firstSeq, key.clone(), epoch);
  }

  /// Overwrites the key.
  public void erase() {
    Arrays.fill(key, (byte) 0);
    mac.rekey(new byte[32]);
  }

  /// Prints no key.
  @Override
  public String toString() {
    return "SegmentKey[" + keyId + ", segment " + segment + ", epoch " + epoch + "]";
  }
}
