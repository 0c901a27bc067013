// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Hashes;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.StoredPayload;
import dev.atom.audit.verify.EntrySource.Item;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads what PostgreSQL's binary COPY writes for the columns of [EntryColumns#LIST], nonce and
/// payload. A value of another type, or NULL, makes the row malformed: the schema forbids it, but
/// who owns the schema can change it.
final class BinaryRows {
  private static final int SIGNATURE_BYTES = 11;
  private static final int COLUMNS = 26;
  private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;

  private final DataInputStream in;

  BinaryRows(DataInputStream in) throws IOException {
    this.in = in;
    in.skipNBytes(SIGNATURE_BYTES + Integer.BYTES);
    in.skipNBytes(in.readInt());
  }

  /// The next row; empty after the last. Nothing can be read after a malformed one.
  Optional<Item> next() throws IOException {
    int columns = in.readShort();
    if (columns < 0) {
      return Optional.empty();
    }
    if (columns != COLUMNS) {
      return Optional.of(new Item.Malformed("the row has " + columns + " columns"));
    }
    try {
      return Optional.of(row());
    } catch (IllegalArgumentException e) {
      return Optional.of(new Item.Malformed("a column cannot be ours: " + e.getMessage()));
    }
  }

  private Item row() throws IOException {
    long seq = int8();
    expect(2);
    int format = in.readShort();
    long segment = int8();
    String keyId = text();
    expect(16);
    var eventId = new UUID(in.readLong(), in.readLong());
    long micros = micros();
    var fact = fact(eventId);
    var hashes = new Hashes(text(), text(), text());
    var position = new Position(seq, format, segment, keyId, micros);
    return new Item.Found(new AuditEntry(position, fact, hashes), payload());
  }

  private Fact fact(UUID eventId) throws IOException {
    String kind = text();
    String decisionId = text();
    var subject = new Subject(text(), text(), text(), text());
    var call = new Call(text(), text(), text(), text());
    String ruling = text();
    String reason = text();
    expect(4);
    var verdict = new Verdict(ruling, reason, in.readInt(), int8());
    return new Fact(eventId, kind, decisionId, subject, call, verdict, text());
  }

  private Optional<StoredPayload> payload() throws IOException {
    byte[] nonce = bytes();
    byte[] payload = bytes();
    if (nonce == null && payload == null) {
      return Optional.empty();
    }
    if (nonce == null || payload == null) {
      throw new IllegalArgumentException("nonce without payload, or the other way round");
    }
    return Optional.of(
        new StoredPayload(
            HexFormat.of().formatHex(nonce), new String(payload, StandardCharsets.UTF_8)));
  }

  /// PostgreSQL's infinite times are the ends of the range, and stay there.
  private long micros() throws IOException {
    long since2000 = int8();
    return since2000 > Long.MAX_VALUE - MICROS_1970_TO_2000
        ? since2000
        : since2000 + MICROS_1970_TO_2000;
  }

  private long int8() throws IOException {
    expect(8);
    return in.readLong();
  }

  private String text() throws IOException {
    byte[] bytes = bytes();
    if (bytes == null) {
      throw new IllegalArgumentException("NULL");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte @Nullable [] bytes() throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private void expect(int length) throws IOException {
    int found = in.readInt();
    if (found != length) {
      throw new IllegalArgumentException(found + " bytes instead of " + length);
    }
  }
}
