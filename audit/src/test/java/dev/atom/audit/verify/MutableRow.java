// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.PublicRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// A row as somebody who owns the database sees it: 24 columns of bytes, each of which can be made
/// another, a nonce and a payload.
final class MutableRow {
  static final int ID = 0;
  static final int SEGMENT = 2;
  static final int KEY_ID = 3;
  static final int TIME = 5;
  static final int KIND = 6;
  static final int DETAILS = 20;
  static final int PREV = 22;
  static final int CHAIN = 23;
  static final int COLUMNS = 24;

  private final byte[][] columns = new byte[COLUMNS][];
  private byte[] nonce = {};
  private byte[] payload = {};

  /// A row with something in each column.
  static MutableRow fresh(long id, String kind, Random random) {
    var row = new MutableRow();
    for (int column = 0; column < COLUMNS; column++) {
      row.text(column, "c" + column + "-" + random.nextInt(1000));
    }
    row.number(ID, id);
    row.columns[1] = new byte[] {0, ChainFormat.VERSION};
    row.columns[4] = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(id).array();
    row.text(KIND, kind);
    row.columns[18] = ByteBuffer.allocate(4).putInt(random.nextInt(600)).array();
    row.number(19, random.nextInt(1_000_000));
    row.text(DETAILS, "{}");
    row.text(21, ChainFormat.NO_PAYLOAD);
    return row;
  }

  MutableRow copy() {
    var copy = new MutableRow();
    for (int column = 0; column < COLUMNS; column++) {
      copy.columns[column] = columns[column].clone();
    }
    copy.nonce = nonce;
    copy.payload = payload;
    return copy;
  }

  long number(int column) {
    return ByteBuffer.wrap(columns[column]).getLong();
  }

  void number(int column, long value) {
    columns[column] = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  String text(int column) {
    return new String(columns[column], StandardCharsets.UTF_8);
  }

  void text(int column, String value) {
    columns[column] = value.getBytes(StandardCharsets.UTF_8);
  }

  boolean is(String kind) {
    return text(KIND).equals(kind);
  }

  boolean hasPayload() {
    return nonce.length > 0;
  }

  void payload(byte[] newNonce, String text, String commitment) {
    nonce = newNonce;
    payload = text.getBytes(StandardCharsets.UTF_8);
    text(21, commitment);
  }

  /// Makes the content of `column` another of the same type.
  void change(int column, Random random) {
    byte[] bytes = columns[column].clone();
    boolean hex = column > DETAILS;
    if (hex && bytes.length == 64) {
      int at = random.nextInt(64);
      bytes[at] = (byte) (bytes[at] == 'a' ? 'b' : 'a');
    } else if (column == KIND
        || hex
        || (bytes.length > 3 && random.nextInt(4) == 0 && isText(column))) {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    } else {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(isText(column) ? 4 : 8));
    }
    columns[column] = bytes;
  }

  private static boolean isText(int column) {
    return column != ID
        && column != 1
        && column != SEGMENT
        && column != 4
        && column != TIME
        && column != 18
        && column != 19;
  }

  /// Changes payload or nonce.
  void changePayload(Random random) {
    if (random.nextBoolean()) {
      payload = Arrays.copyOf(payload, payload.length + 1);
      payload[payload.length - 1] = ' ';
    } else {
      nonce = nonce.clone();
      nonce[random.nextInt(nonce.length)] ^= 1;
    }
  }

  /// Hashes the row with the key of this segment and first entry.
  void seal(ChainKey secret, long firstSeq) {
    var key = secret.segment(number(SEGMENT), firstSeq);
    key.advanceTo(number(ID));
    var sink = new ByteSink(512);
    write(sink, CHAIN);
    text(CHAIN, HexFormat.of().formatHex(key.hash(sink.array(), 0, sink.size())));
  }

  private void write(ByteSink sink, int count) {
    for (int column = 0; column < count; column++) {
      sink.binary(columns[column]);
    }
  }

  /// The row of binary COPY, as a verifier gets it.
  byte[] stored() {
    var sink = new ByteSink(1024);
    sink.rawShort(COLUMNS + 2);
    write(sink, COLUMNS);
    if (hasPayload()) {
      sink.binary(nonce);
      sink.binary(payload);
    } else {
      sink.absent();
      sink.absent();
    }
    return Arrays.copyOf(sink.array(), sink.size());
  }

  /// The leaf.
  byte[] leaf() {
    var sink = new ByteSink(1024);
    sink.raw(PublicRecord.domain());
    write(sink, CHAIN);
    sink.raw(HexFormat.of().parseHex(text(CHAIN)));
    return Arrays.copyOf(sink.array(), sink.size());
  }
}
