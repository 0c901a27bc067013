// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.PublicRecord;
import dev.atom.audit.tree.EntryBundle;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/// Reads the leaves of entries from the database without taking entries apart: the bytes under the
/// chain hash are those of PostgreSQL's binary COPY, so they are passed on as they come.
public final class LeafReader {
  private static final int BUFFER = 1 << 16;
  private static final int SIGNATURE_BYTES = 11;
  private static final int HASH_CHARACTERS = 64;

  private final Database database;

  public LeafReader(Database database) {
    this.database = database;
  }

  /// The number of the last entry; 0 for an empty chain.
  ///
  /// @throws AtomException STORAGE_UNAVAILABLE
  public long head() {
    return database.read(connection -> {
      try (var statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT seq FROM chain_head")) {
        return row.next() ? row.getLong(1) : 0;
      }
    });
  }

  /// Gives the leaves of the entries from `first` to `last` that are there, in their order.
  ///
  /// @throws AtomException STORAGE_UNAVAILABLE, or STORAGE_CORRUPT for a row that is no entry
  public void leaves(long first, long last, EntryBundle.Entries leaves) {
    database.read(connection -> {
      try {
        copy(connection, first, last, leaves);
      } catch (IOException e) {
        throw new AtomException(
            ErrorCode.STORAGE_CORRUPT,
            "the entries " + first + " to " + last + " cannot be read: " + e.getMessage(),
            e);
      }
      return true;
    });
  }

  private static void copy(Connection connection, long first, long last, EntryBundle.Entries leaves)
      throws SQLException, IOException {
    String sql =
        "COPY (SELECT "
            + EntryColumns.LIST
            + " FROM audit_log_chain WHERE id BETWEEN "
            + first
            + " AND "
            + last
            + " ORDER BY id) TO STDOUT (FORMAT binary)";
    try (var stream = new PGCopyInputStream(connection.unwrap(PGConnection.class), sql);
        var rows = new DataInputStream(new BufferedInputStream(stream, BUFFER))) {
      rows.skipNBytes(SIGNATURE_BYTES + Integer.BYTES);
      rows.skipNBytes(rows.readInt());
      var leaf = new Leaf(rows);
      while (leaf.read()) {
        leaves.entry(leaf.bytes, 0, leaf.size);
      }
    }
  }

  /// One leaf after the other, in one array.
  private static final class Leaf {
    private final DataInputStream rows;
    private final byte[] bytes = new byte[PublicRecord.BYTES_MAX];
    private final byte[] hash = new byte[HASH_CHARACTERS];
    private final int domain;
    private int size;

    Leaf(DataInputStream rows) {
      this.rows = rows;
      byte[] prefix = PublicRecord.domain();
      this.domain = prefix.length;
      System.arraycopy(prefix, 0, bytes, 0, domain);
    }

    boolean read() throws IOException {
      int columns;
      try {
        columns = rows.readShort();
      } catch (EOFException _) {
        return false;
      }
      if (columns < 0) {
        return false;
      }
      if (columns != ChainFormat.COLUMNS_HASHED + 1) {
        throw new IOException("a row has " + columns + " columns");
      }
      size = domain;
      for (int i = 0; i < ChainFormat.COLUMNS_HASHED; i++) {
        field();
      }
      chainHash();
      return true;
    }

    private void field() throws IOException {
      int length = rows.readInt();
      if (length < 0 || size + Integer.BYTES + length > bytes.length) {
        throw new IOException("a column is NULL or an entry too long for a leaf");
      }
      for (int shift = 24; shift >= 0; shift -= 8) {
        bytes[size++] = (byte) (length >>> shift);
      }
      rows.readFully(bytes, size, length);
      size += length;
    }

    private void chainHash() throws IOException {
      if (rows.readInt() != HASH_CHARACTERS || bytes.length - size < HASH_CHARACTERS / 2) {
        throw new IOException("a chain hash is no hash, or an entry too long for a leaf");
      }
      rows.readFully(hash);
      String text = new String(hash, StandardCharsets.US_ASCII);
      if (!ChainFormat.isHash(text)) {
        throw new IOException("a chain hash is not 64 characters of lower-case hex");
      }
      byte[] raw = HexFormat.of().parseHex(text);
      System.arraycopy(raw, 0, bytes, size, raw.length);
      size += raw.length;
    }
  }
}
