// SPDX-License-Identifier: Apache-2.0
package dev.atom.storage;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/// The one way the schema changes: the scripts under `db/migration` on the class path, in the order
/// of their numbers, forward only.
public final class Migrations {
  private Migrations() {}

  /// Brings the schema to the newest version we know, as the role that owns it.
  ///
  /// @return how many scripts ran
  /// @throws AtomException BAD_CONFIGURATION when the database is of a newer version than this
  ///   program, or a script cannot run
  public static int run(PostgresUrl owner) {
    var source = new PGSimpleDataSource();
    source.setUrl(owner.jdbcUrl());
    var properties = owner.driverProperties();
    for (String name : properties.stringPropertyNames()) {
      setProperty(source, name, properties.getProperty(name));
    }
    try {
      return migrate(source);
    } catch (FlywayException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "the schema of " + owner + " cannot be brought up to date: " + e.getMessage(),
          e);
    }
  }

  private static int migrate(PGSimpleDataSource source) {
    var flyway =
        Flyway.configure()
            .dataSource(source)
            .locations("classpath:db/migration")
            .outOfOrder(true)
            .validateMigrationNaming(true)
            .load();
    refuseNewer(flyway);
    return flyway.migrate().migrationsExecuted;
  }

  private static void refuseNewer(Flyway flyway) {
    for (var info : flyway.info().all()) {
      if (info.getState().isApplied() && !info.getState().isResolved()) {
        throw new AtomException(
            ErrorCode.BAD_CONFIGURATION,
            "the database has schema version "
                + info.getVersion()
                + ", which is newer than this program knows: start the newer program, or restore a"
                + " backup");
      }
    }
  }

  private static void setProperty(PGSimpleDataSource source, String name, String value) {
    try {
      source.setProperty(name, value);
    } catch (java.sql.SQLException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the database URL has an unknown parameter " + name, e);
    }
  }
}
