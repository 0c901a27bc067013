// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.ChainHead;
import dev.atom.storage.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the trail for people: pages, the tail, what happened to one decision. Nothing is verified
/// here. Blocking.
public final class AuditReader {
  private static final int DECISION_ENTRIES_MAX = 1000;
  private static final int FETCH = 1000;

  private final Database database;

  public AuditReader(Database database) {
    this.database = database;
  }

  /// The entries that `query` asks for: oldest first when it has `afterSeq`, else newest first.
  ///
  /// @throws dev.atom.base.AtomException STORAGE_UNAVAILABLE; so do the other methods
  public List<AuditEntry> page(AuditQuery query) {
    var conditions = new Conditions(query);
    String sql =
        "SELECT "
            + EntryColumns.SELECTED
            + " FROM audit_log_chain"
            + conditions.where()
            + (query.afterSeq() > 0 ? " ORDER BY id" : " ORDER BY id DESC")
            + " LIMIT "
            + query.limit();
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(sql)) {
        conditions.bind(statement);
        try (ResultSet rows = statement.executeQuery()) {
          List<AuditEntry> entries = new ArrayList<>();
          while (rows.next()) {
            entries.add(EntryColumns.entry(rows));
          }
          return List.copyOf(entries);
        }
      }
    });
  }

  /// All that belongs to a decision, oldest first, with payloads; empty when it is not known.
  public List<StoredEntry> decision(String decisionId) {
    if (decisionId.isEmpty()) {
      return List.of();
    }
    String sql =
        EntryColumns.ENTRIES_WITH_PAYLOADS
            + " WHERE decision_id = ? AND decision_id <> '' ORDER BY id LIMIT "
            + DECISION_ENTRIES_MAX;
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setString(1, decisionId);
        try (ResultSet rows = statement.executeQuery()) {
          List<StoredEntry> entries = new ArrayList<>();
          while (rows.next()) {
            entries.add(new StoredEntry(EntryColumns.entry(rows), EntryColumns.payload(rows)));
          }
          return List.copyOf(entries);
        }
      }
    });
  }

  /// Hands the entries of these kinds to `taker`, oldest first, in one state of the database.
  ///
  /// @param most how far back from the end of the chain to go at most
  /// @return how many there were
  public long each(Instant since, Set<String> kinds, long most, Consumer<AuditEntry> taker) {
    return each(
        "recorded_at >= ? AND id > (SELECT seq FROM chain_head) - ?",
        List.of(since.atOffset(ZoneOffset.UTC), most),
        kinds,
        taker);
  }

  /// Hands the entries of these kinds with larger numbers than `afterSeq` to `taker`, oldest first,
  /// in one state of the database.
  ///
  /// @return how many there were
  public long each(long afterSeq, Set<String> kinds, Consumer<AuditEntry> taker) {
    return each("id > ?", List.of(afterSeq), kinds, taker);
  }

  private long each(
      String where, List<Object> values, Set<String> kinds, Consumer<AuditEntry> taker) {
    String sql =
        "SELECT "
            + EntryColumns.SELECTED
            + " FROM audit_log_chain WHERE "
            + where
            + " AND kind = ANY(?) ORDER BY id";
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(FETCH);
        for (int i = 0; i < values.size(); i++) {
          statement.setObject(i + 1, values.get(i));
        }
        statement.setArray(values.size() + 1, connection.createArrayOf("text", kinds.toArray()));
        try (ResultSet rows = statement.executeQuery()) {
          long count = 0;
          while (rows.next()) {
            taker.accept(EntryColumns.entry(rows));
            count++;
          }
          return count;
        }
      }
    });
  }

  /// Where the chain ends.
  public ChainHead head() {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(EntryColumns.HEAD);
          ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the table chain_head is empty");
        }
        return EntryColumns.head(row);
      }
    });
  }

  /// The conditions of one query, and their values in order.
  private static final class Conditions {
    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Conditions(AuditQuery query) {
      number("id < ?", query.beforeSeq());
      number("id > ?", query.afterSeq());
      var who = query.who();
      text("agent_id = ? AND agent_id <> ''", who.agentId());
      text("domain_id = ?", who.domainId());
      user(who.userId());
      var what = query.what();
      text("decision_id = ? AND decision_id <> ''", what.decisionId());
      text("kind = ?", what.kind());
      text("reason = ?", what.reason());
      text("ruling = ?", what.ruling());
      if (!query.span().since().equals(Instant.EPOCH)) {
        add("recorded_at >= ?", query.span().since().atOffset(ZoneOffset.UTC));
      }
      if (!query.span().until().equals(Instant.MAX)) {
        add("recorded_at < ?", query.span().until().atOffset(ZoneOffset.UTC));
      }
    }

    /// A person is in the details only: the first condition is cheap and lets few through.
    private void user(String id) {
      if (!id.isEmpty()) {
        add("position(? IN details) > 0", id);
        add("? IN (audit_json(details) ->> 'actor', audit_json(details) ->> 'subject')", id);
      }
    }

    private void number(String condition, long value) {
      if (value > 0) {
        add(condition, value);
      }
    }

    private void text(String condition, String value) {
      if (!value.isEmpty()) {
        add(condition, value);
      }
    }

    private void add(String condition, Object value) {
      where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
      values.add(value);
    }

    String where() {
      return where.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
    }
  }
}
