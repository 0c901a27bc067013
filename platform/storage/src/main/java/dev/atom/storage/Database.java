// SPDX-License-Identifier: Apache-2.0
package dev.atom.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/// A pool of connections to one PostgreSQL database under one role.
///
/// Blocking: never called on an event loop. Waiting for a connection is bounded (2 s), reading from
/// a silent server too (10 s), so that a frozen database looks like a stopped one.
public final class Database implements AutoCloseable {
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(2);
  private static final String SOCKET_TIMEOUT_SECONDS = "10";
  private static final String UNIQUE_VIOLATION = "23505";

  private final HikariDataSource pool;
  private final PostgresUrl url;

  private Database(PostgresUrl url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
  }

  /// Makes the pool. The server need not be there yet: each use finds out.
  ///
  /// @param poolName the name in logs and in `pg_stat_activity`
  /// @param maxConnections at most so many at once
  public static Database open(PostgresUrl url, String poolName, int maxConnections) {
    var config = new HikariConfig();
    config.setPoolName(poolName);
    config.setJdbcUrl(url.jdbcUrl());
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(Math.min(1, maxConnections));
    config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    config.setDataSourceProperties(driverProperties(url, poolName));
    return new Database(url, new HikariDataSource(config));
  }

  private static Properties driverProperties(PostgresUrl url, String name) {
    var properties = url.driverProperties();
    properties.putIfAbsent("ApplicationName", "atom-" + name);
    properties.putIfAbsent("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    properties.putIfAbsent("connectTimeout", "2");
    properties.putIfAbsent("tcpKeepAlive", "true");
    return properties;
  }

  /// One connection outside any pool, for a holder that keeps it for long and bounds its own waits.
  /// It does not commit by itself.
  ///
  /// @param name the name in `pg_stat_activity`
  public static Connection connect(PostgresUrl url, String name) throws SQLException {
    Connection connection = DriverManager.getConnection(url.jdbcUrl(), driverProperties(url, name));
    connection.setAutoCommit(false);
    return connection;
  }

  /// The pool, for libraries that want one. Its connections do not commit by themselves.
  public DataSource dataSource() {
    return pool;
  }

  /// Runs `work` in one transaction: committed when it returns, rolled back when it throws.
  ///
  /// @throws AtomException CONFLICT for a broken unique constraint, STORAGE_UNAVAILABLE otherwise
  public <T> T inTransaction(SqlWork<T> work) {
    return run(work, false);
  }

  /// Runs `work` in one read-only transaction that sees one state of the database throughout.
  ///
  /// @throws AtomException STORAGE_UNAVAILABLE
  public <T> T read(SqlWork<T> work) {
    return run(work, true);
  }

  private <T> T run(SqlWork<T> work, boolean readOnly) {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(
          readOnly
              ? Connection.TRANSACTION_REPEATABLE_READ
              : Connection.TRANSACTION_READ_COMMITTED);
      return commitOrRollBack(connection, work);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private static <T> T commitOrRollBack(Connection connection, SqlWork<T> work)
      throws SQLException {
    boolean done = false;
    try {
      T result = work.run(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done && !connection.isClosed()) {
        connection.rollback();
      }
    }
  }

  private AtomException translated(SQLException e) {
    if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
      return new AtomException(ErrorCode.CONFLICT, "exists already: " + e.getMessage(), e);
    }
    return new AtomException(
        ErrorCode.STORAGE_UNAVAILABLE, "PostgreSQL at " + url + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    pool.close();
  }
}
