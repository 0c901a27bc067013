// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.cli.PrivateFiles;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A copy of the instance's database, made and tampered with by the superuser: what somebody can do
/// who owns the machine, and no role of ours can.
final class DatabaseCopy {
  private static final String COPY = "tampered";
  private final Path passwords;
  private final String readerUrl;
  private final String jdbc;

  DatabaseCopy(DemoInstance instance) {
    this.passwords = instance.data().root().resolve("postgres/passwords/postgres.pgpass");
    this.readerUrl = instance.state().database();
    PostgresUrl url = PostgresUrl.parse(readerUrl);
    this.jdbc = "jdbc:postgresql://" + url.host() + ":" + url.port() + "/";
  }

  /// Changes the last byte of the path in entry `id` of the copy, and gives the copy's URL.
  String withOneByteChanged(long id, StepReport report) throws IOException {
    try {
      copy(report);
      String change = "update audit_log_chain set path = left(path, -1) || 'X' where id = " + id;
      try (var superuser = connect(COPY);
          var sql = superuser.createStatement()) {
        report.sent("sql> alter table audit_log_chain disable trigger user   -- in the copy");
        sql.execute("alter table audit_log_chain disable trigger user");
        report.sent("sql> " + change);
        int rows = sql.executeUpdate(change);
        report.check("one entry of the copy is changed", rows == 1, rows + " row");
      }
    } catch (SQLException e) {
      throw new IOException("the copy of the database: " + e.getMessage(), e);
    }
    return readerUrl.replace("/atom?", "/" + COPY + "?");
  }

  /// PostgreSQL copies a database only while nobody is connected to it; our processes connect again
  /// by themselves.
  private void copy(StepReport report) throws SQLException {
    try (var superuser = connect("template1");
        var sql = superuser.createStatement()) {
      sql.execute("alter database atom allow_connections false");
      try {
        sql.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'atom'");
        report.sent("sql> create database " + COPY + " template atom");
        sql.execute("create database " + COPY + " template atom");
      } finally {
        sql.execute("alter database atom allow_connections true");
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    String line = PrivateFiles.read(passwords);
    String password = line.substring(line.lastIndexOf(':') + 1);
    return DriverManager.getConnection(jdbc + database, "postgres", password);
  }
}
