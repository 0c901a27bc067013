// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.storage.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// A table of entries that came back from an archive: the columns of `audit_log_chain`, filled once
/// and then read-only, for its owner too. It needs nothing else of a database.
public final class RestoredTable {
  /// What it is called when nobody says otherwise.
  public static final String NAME = "restored_audit_log_chain";

  private static final int NAME_MAX = 50;
  private static final String EXISTS = "42P07";
  private static final String AS_LINES = "(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')";
  private static final String COLUMNS =
      """
      (id bigint primary key, format smallint not null, segment bigint not null,
       key_id text collate "C" not null, event_id uuid not null, recorded_at timestamptz not null,
       kind text collate "C" not null, decision_id text collate "C" not null,
       domain_id text collate "C" not null, agent_id text collate "C" not null,
       token_type text collate "C" not null, caller_token_hash text collate "C" not null,
       listener text collate "C" not null, remote text collate "C" not null,
       method text collate "C" not null, path text collate "C" not null,
       ruling text collate "C" not null, reason text collate "C" not null,
       status_code int not null, latency_us bigint not null, details text collate "C" not null,
       payload_hash text collate "C" not null, prev_hash text collate "C" not null,
       chain_hash text collate "C" not null)
      """;

  private final Database owner;
  private final String name;

  /// @param owner connected as a role that may make tables
  /// @param name of a table that is not there
  public RestoredTable(Database owner, String name) {
    if (!plain(name)) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "'" + name + "' is no plain name of a table, such as " + NAME + ": use a-z, 0-9 and _");
    }
    this.owner = owner;
    this.name = name;
  }

  private static boolean plain(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_MAX
        && name.charAt(0) >= 'a'
        && name.charAt(0) <= 'z'
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }

  /// A file of lines, as an export has them.
  public record Lines(long firstSeq, long lastSeq, Path path) {}

  /// Hands over one file after the other.
  @FunctionalInterface
  public interface Source {
    void giveTo(Sink sink);
  }

  /// Takes a file; it is not needed afterwards.
  @FunctionalInterface
  public interface Sink {
    void take(Lines lines);
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Makes the table and fills it, all or nothing. What it then holds is read back and compared
  /// with the lines byte for byte.
  ///
  /// @return how many entries
  /// @throws AtomException CONFLICT when the table is there
  public long fill(Source source) {
    return owner.inTransaction(connection -> {
      make(connection);
      var total = new long[1];
      source.giveTo(lines -> total[0] += load(connection, lines));
      seal(connection);
      return total[0];
    });
  }

  private void make(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL TimeZone = 'UTC'");
      statement.execute("CREATE TABLE " + name + " " + COLUMNS);
      statement.execute("CREATE TEMPORARY TABLE restoring_lines (line text) ON COMMIT DROP");
    } catch (SQLException e) {
      if (EXISTS.equals(e.getSQLState())) {
        throw new AtomException(
            ErrorCode.CONFLICT, name + " is there already: drop it, or name another --table", e);
      }
      throw e;
    }
  }

  private long load(Connection connection, Lines lines) {
    try (InputStream in = Files.newInputStream(lines.path());
        var statement = connection.createStatement()) {
      copies(connection).copyIn("COPY restoring_lines FROM STDIN WITH " + AS_LINES, in);
      long loaded =
          statement.executeLargeUpdate(
              "INSERT INTO %1$s SELECT e.* FROM restoring_lines, json_populate_record(NULL::%1$s, line::json) e"
                  .formatted(name));
      statement.execute("TRUNCATE restoring_lines");
      compare(connection, lines);
      return loaded;
    } catch (SQLException e) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, name + " cannot be filled: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(Connection connection, Lines lines) throws SQLException, IOException {
    Path back = lines.path().resolveSibling(lines.path().getFileName() + ".back");
    try {
      try (OutputStream out = Files.newOutputStream(back)) {
        copies(connection).copyOut(select(lines.firstSeq(), lines.lastSeq()), out);
      }
      if (Files.mismatch(back, lines.path()) >= 0) {
        throw new AtomException(
            ErrorCode.STORAGE_CORRUPT,
            name + " does not hold what the archive says from entry " + lines.firstSeq() + " on");
      }
    } finally {
      Files.deleteIfExists(back);
    }
  }

  private String select(long firstSeq, long lastSeq) {
    return "COPY (SELECT row_to_json(e) FROM (SELECT "
        + EntryColumns.LIST
        + ", NULL AS nonce, NULL AS payload FROM "
        + name
        + " WHERE id BETWEEN "
        + firstSeq
        + " AND "
        + lastSeq
        + " ORDER BY id) e) TO STDOUT WITH "
        + AS_LINES;
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /// SECURITY(T-22): nobody changes what came back, neither by right nor by mistake of its owner.
  private void seal(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          create function %1$s_refuse_change() returns trigger language plpgsql as $$
          begin
            raise exception '%% on %% refused: it was restored from an archive', tg_op, tg_table_name
              using errcode = 'insufficient_privilege';
          end $$;
          create trigger %1$s_read_only before insert or update or delete or truncate on %1$s
            for each statement execute function %1$s_refuse_change();
          alter table %1$s enable always trigger %1$s_read_only;
          revoke insert, update, delete, truncate on %1$s from current_user;
          do $$ begin
            if exists (select from pg_roles where rolname = 'atom_reader') then
              grant select on %1$s to atom_reader;
            end if;
          end $$;
          """
              .formatted(name));
    }
  }
}
