// SPDX-License-Identifier: Apache-2.0
package dev.atom.storage;

import java.sql.Connection;
import java.sql.SQLException;

/// What is done with a connection inside one transaction.
///
/// @param <T> what comes out
@FunctionalInterface
public interface SqlWork<T> {
  /// Runs on the caller's thread; the connection is not kept.
  T run(Connection connection) throws SQLException;
}
