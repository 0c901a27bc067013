// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.studio.wire.Uuids;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The domains' rows.
public final class Domains {
  private static final String COLUMNS =
      "select id, name, owner, is_active, created_at from domains"
          + " where (cast(? as uuid) is null or owner = ?) ";

  private Domains() {}

  /// The domain with this id or name, active or not.
  public static Optional<Domain> find(Transaction tx, Scope scope, String idOrName) {
    var id = Uuids.parse(idOrName);
    return id.isPresent()
        ? one(tx, scope, "and id = ?", id.get())
        : one(tx, scope, "and name = ?", idOrName);
  }

  /// The same, its row held until the transaction ends.
  public static Optional<Domain> locked(Transaction tx, Scope scope, String idOrName) {
    return find(tx, scope, idOrName)
        .flatMap(found -> one(tx, scope, "and id = ? for update", found.id()));
  }

  private static Optional<Domain> one(Transaction tx, Scope scope, String which, Object value) {
    return tx.row(COLUMNS + which, Domains::read, scope.owner(), scope.owner(), value);
  }

  public static List<Domain> all(Transaction tx, Scope scope) {
    return tx.rows(COLUMNS + "order by name", Domains::read, scope.owner(), scope.owner());
  }

  /// Whether any domain, whoever owns it, has this name.
  public static boolean isTaken(Transaction tx, String name) {
    return find(tx, Scope.everything(), name).isPresent();
  }

  public static void insert(Transaction tx, Domain domain) {
    tx.update(
        "insert into domains (id, name, owner, is_active, created_at) values (?, ?, ?, ?, ?)",
        domain.id(),
        domain.name(),
        domain.owner().orElse(null),
        domain.active(),
        domain.createdAt());
  }

  public static void deactivate(Transaction tx, UUID id) {
    tx.update("update domains set is_active = false where id = ?", id);
  }

  private static Domain read(Row row) throws SQLException {
    return new Domain(
        row.id("id"),
        row.text("name"),
        row.maybeId("owner"),
        row.truth("is_active"),
        row.time("created_at"));
  }

  /// One domain.
  public record Domain(
      UUID id, String name, Optional<UUID> owner, boolean active, Instant createdAt) {}
}
