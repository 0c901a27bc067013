// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes the login roles and a database that only they may enter. Everything can be repeated.
final class Roles {
  static final String SUPERUSER = "postgres";

  /// Slow hashing makes up for weak passwords; ours are 256 random bits and log in often.
  private static final int ITERATIONS_RANDOM = 1;

  private static final int ITERATIONS_CHOSEN = 4096;
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{8,200}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,60}");

  private Roles() {}

  static Connection connect(int port, String database, Secret password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password.reveal());
    properties.setProperty("sslmode", "disable");
    properties.setProperty("connectTimeout", "5");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    return DriverManager.getConnection(url, properties);
  }

  /// Makes the roles that are missing; sets the password of those in `passwords`.
  ///
  /// @param chosen whose passwords a person chose
  static void ensure(Connection superuser, Map<AtomRole, Secret> passwords, Set<AtomRole> chosen)
      throws SQLException {
    try (Statement sql = superuser.createStatement()) {
      // A failing statement would otherwise be written to the log, password and all.
      sql.execute("set log_min_error_statement = panic");
      for (AtomRole role : AtomRole.values()) {
        String name = role.roleName();
        if (!exists(sql, "select from pg_roles where rolname = '" + name + "'")) {
          sql.execute("create role " + name + " login nosuperuser nocreatedb nocreaterole");
        }
        Secret password = passwords.get(role);
        if (password != null) {
          int iterations = chosen.contains(role) ? ITERATIONS_CHOSEN : ITERATIONS_RANDOM;
          sql.execute("set scram_iterations = " + iterations);
          sql.execute("alter role " + name + " password '" + checked(password) + "'");
        }
      }
      sql.execute("alter role atom_reader set default_transaction_read_only = on");
      sql.execute("alter role atom_archiver set default_transaction_read_only = on");
    }
  }

  /// Makes `database`, owned by atom_owner, when it is missing; tells whether it was.
  static boolean ensureDatabase(Connection superuser, String database) throws SQLException {
    if (!NAME.matcher(database).matches()) {
      throw new IllegalArgumentException("'" + database + "' is not a plain database name");
    }
    try (Statement sql = superuser.createStatement()) {
      if (exists(sql, "select from pg_database where datname = '" + database + "'")) {
        grantConnect(sql, database); // a role may be newer than the database
        return false;
      }
      sql.execute("create database " + database + " owner atom_owner template template0");
      sql.execute("revoke all on database " + database + " from public");
      grantConnect(sql, database);
      return true;
    }
  }

  private static void grantConnect(Statement sql, String database) throws SQLException {
    for (AtomRole role : AtomRole.values()) {
      sql.execute("grant connect on database " + database + " to " + role.roleName());
    }
  }

  /// Hands the schema `public` of the connected database to atom_owner.
  static void ownSchema(Connection inDatabase) throws SQLException {
    try (Statement sql = inDatabase.createStatement()) {
      sql.execute("alter schema public owner to atom_owner");
    }
  }

  private static boolean exists(Statement sql, String query) throws SQLException {
    try (ResultSet rows = sql.executeQuery(query)) {
      return rows.next();
    }
  }

  private static String checked(Secret password) {
    if (!PASSWORD.matcher(password.reveal()).matches()) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "a database password must be 8 to 200 letters, digits, '_' or '-'");
    }
    return password.reveal();
  }
}
