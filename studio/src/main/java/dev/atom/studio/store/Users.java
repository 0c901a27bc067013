// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.identity.Role;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The users' rows.
public final class Users {
  private static final String COLUMNS =
      "select id, email, full_name, password_hash, role, is_active, must_change_password,"
          + " created_at from users ";

  private Users() {}

  public static Optional<User> byEmail(Transaction tx, String email) {
    return tx.row(COLUMNS + "where email = ?", Users::read, email);
  }

  public static Optional<User> byId(Transaction tx, UUID id) {
    return tx.row(COLUMNS + "where id = ?", Users::read, id);
  }

  /// The row, held against other changes until the transaction ends.
  public static Optional<User> locked(Transaction tx, UUID id) {
    return tx.row(COLUMNS + "where id = ? for update", Users::read, id);
  }

  public static List<User> all(Transaction tx) {
    return tx.rows(COLUMNS + "order by email", Users::read);
  }

  public static boolean isEmpty(Transaction tx) {
    return tx.rows("select 1 as one from users limit 1", row -> row.integer("one")).isEmpty();
  }

  /// How many administrators could still log in; their rows are held, so that two of them cannot
  /// remove each other at the same moment.
  public static int activeAdministrators(Transaction tx) {
    return tx.rows(
            "select id from users where role = 'admin' and is_active order by id for update",
            row -> row.id("id"))
        .size();
  }

  public static void insert(Transaction tx, User user) {
    tx.update(
        "insert into users (id, email, full_name, password_hash, role, is_active,"
            + " must_change_password, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        user.id(),
        user.email(),
        user.fullName(),
        user.passwordHash(),
        user.role().written(),
        user.active(),
        user.mustChangePassword(),
        user.createdAt(),
        user.createdAt());
  }

  public static void setPassword(Transaction tx, UUID id, String hash, Instant now) {
    tx.update(
        "update users set password_hash = ?, must_change_password = false, updated_at = ?"
            + " where id = ?",
        hash,
        now,
        id);
  }

  public static void setRole(Transaction tx, UUID id, Role role, Instant now) {
    tx.update("update users set role = ?, updated_at = ? where id = ?", role.written(), now, id);
  }

  public static void deactivate(Transaction tx, UUID id, Instant now) {
    tx.update("update users set is_active = false, updated_at = ? where id = ?", now, id);
  }

  private static User read(Row row) throws SQLException {
    return new User(
        row.id("id"),
        row.text("email"),
        row.text("full_name"),
        row.text("password_hash"),
        Role.read(row.text("role")).orElseThrow(),
        row.truth("is_active"),
        row.truth("must_change_password"),
        row.time("created_at"));
  }

  /// One user.
  public record User(
      UUID id,
      String email,
      String fullName,
      String passwordHash,
      Role role,
      boolean active,
      boolean mustChangePassword,
      Instant createdAt) {
    @Override
    public String toString() {
      return "user " + id;
    }
  }
}
