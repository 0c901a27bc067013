// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// The columns of one row, looked at where they lie: what is hashed is what the source holds, byte
/// for byte, whatever its types are. Used again for the next row.
final class EntryRow {
  static final int SEQ = 0;
  static final int FORMAT = 1;
  static final int SEGMENT = 2;
  static final int KEY_ID = 3;
  static final int RECORDED_AT = 5;
  static final int KIND = 6;
  static final int DETAILS = 20;
  static final int PAYLOAD_HASH = 21;
  static final int PREV_HASH = 22;
  static final int CHAIN_HASH = 23;
  static final int NONCE = 24;
  static final int PAYLOAD = 25;

  /// Bytes before the first column: how many there are.
  static final int HEADER = Short.BYTES;

  private static final int COLUMNS = 26;
  private static final int ANY = -1;
  private static final int[] LENGTHS = lengths();
  private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] NO_PAYLOAD =
      ChainFormat.NO_PAYLOAD.getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = {};
  private final int[] from = new int[COLUMNS];
  private final int[] length = new int[COLUMNS];

  private static int[] lengths() {
    int[] lengths = new int[COLUMNS];
    Arrays.fill(lengths, ANY);
    lengths[SEQ] = Long.BYTES;
    lengths[FORMAT] = Short.BYTES;
    lengths[SEGMENT] = Long.BYTES;
    lengths[4] = 16;
    lengths[RECORDED_AT] = Long.BYTES;
    lengths[18] = Integer.BYTES;
    lengths[19] = Long.BYTES;
    return lengths;
  }

  /// Takes `row`; empty, or why it is no entry.
  String read(byte[] row) {
    bytes = row;
    if (row.length < HEADER || (short) SHORT.get(row, 0) != COLUMNS) {
      return "the row has another number of columns than " + COLUMNS;
    }
    int at = HEADER;
    for (int i = 0; i < COLUMNS; i++) {
      if (row.length - at < Integer.BYTES) {
        return "the row ends within column " + (i + 1);
      }
      int size = (int) INT.get(row, at);
      at += Integer.BYTES;
      from[i] = at;
      length[i] = size;
      if (size < 0 && i < NONCE) {
        return "column " + (i + 1) + " is NULL";
      }
      if (LENGTHS[i] != ANY && LENGTHS[i] != size) {
        return "column " + (i + 1) + " has " + size + " bytes instead of " + LENGTHS[i];
      }
      if (size > row.length - at) {
        return "the row ends within column " + (i + 1);
      }
      at += Math.max(0, size);
    }
    if (at != row.length) {
      return "something follows the last column";
    }
    return length[NONCE] < 0 == length[PAYLOAD] < 0 ? "" : "there is a nonce without a payload";
  }

  /// One of its own, which stays when this is used again.
  EntryRow copy() {
    var copy = new EntryRow();
    copy.read(bytes);
    return copy;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where the columns under the hash end.
  int hashedEnd() {
    return from[PREV_HASH] + length[PREV_HASH];
  }

  long seq() {
    return (long) LONG.get(bytes, from[SEQ]);
  }

  int format() {
    return (short) SHORT.get(bytes, from[FORMAT]);
  }

  long segment() {
    return (long) LONG.get(bytes, from[SEGMENT]);
  }

  /// Microseconds since 2000, as PostgreSQL counts them.
  long time() {
    return (long) LONG.get(bytes, from[RECORDED_AT]);
  }

  /// Microseconds since 1970. PostgreSQL's infinite times are the ends of the range, and stay
  /// there.
  long micros() {
    long time = time();
    return time > Long.MAX_VALUE - MICROS_1970_TO_2000 ? time : time + MICROS_1970_TO_2000;
  }

  Instant recordedAt() {
    return Instant.EPOCH.plus(micros(), ChronoUnit.MICROS);
  }

  String text(int column) {
    return new String(bytes, from[column], length[column], StandardCharsets.UTF_8);
  }

  boolean is(int column, byte[] value) {
    int at = from[column];
    return Arrays.equals(bytes, at, at + length[column], value, 0, value.length);
  }

  boolean same(int column, EntryRow other, int otherColumn) {
    int at = from[column];
    int there = other.from[otherColumn];
    return Arrays.equals(
        bytes, at, at + length[column], other.bytes, there, there + other.length[otherColumn]);
  }

  boolean hasPayload() {
    return length[PAYLOAD] >= 0;
  }

  int from(int column) {
    return from[column];
  }

  int length(int column) {
    return length[column];
  }

  /// The 32 bytes that a column of 64 lower-case hex characters stands for; false when it does not.
  boolean hex(int column, byte[] into) {
    if (length[column] != 2 * into.length) {
      return false;
    }
    int at = from[column];
    for (int i = 0; i < into.length; i++) {
      int high = digit(bytes[at++]);
      int low = digit(bytes[at++]);
      if ((high | low) < 0) {
        return false;
      }
      into[i] = (byte) (high << 4 | low);
    }
    return true;
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  boolean commitsToNothing() {
    return is(PAYLOAD_HASH, NO_PAYLOAD);
  }
}
