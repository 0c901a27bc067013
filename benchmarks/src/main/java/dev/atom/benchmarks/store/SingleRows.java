// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.store;

import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.sql.SQLException;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What one would do without group commit: each client inserts one row and waits for its commit.
public final class SingleRows {
  private static final String INSERT =
      """
      insert into bench_entries (id, format, segment, key_id, event_id, recorded_at, kind,
        decision_id, domain_id, agent_id, token_type, caller_token_hash, listener, remote, method,
        path, ruling, reason, status_code, latency_us, details, payload_hash, prev_hash, chain_hash)
      values (?, 2, 1, '0123456789abcdef', ?, now(), 'decision', ?, 'domain', 'agent', 'agent',
        repeat('a', 64), 'gate', '127.0.0.1', 'POST', '/v1/chat/completions', 'allow', '', 200,
        900, '{"ending":"complete","response_bytes":257}', repeat('0', 64), repeat('0', 64),
        repeat('0', 64))
      """;

  private SingleRows() {}

  /// Rows a second that `clients` insert in `seconds`.
  ///
  /// @param firstId where the ids begin
  public static double perSecond(String url, int clients, int seconds, long firstId)
      throws SQLException, InterruptedException {
    var next = new AtomicLong(firstId);
    var url1 = PostgresUrl.parse(url);
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    Callable<Long> client =
        () -> {
          try (var connection = Database.connect(url1, "single")) {
            connection.rollback();
            connection.setAutoCommit(true);
            long rows = 0;
            try (var statement = connection.prepareStatement(INSERT)) {
              for (; System.nanoTime() < end; rows++) {
                long id = next.incrementAndGet();
                var event = UUID.randomUUID();
                statement.setLong(1, id);
                statement.setObject(2, event);
                statement.setString(3, event.toString());
                statement.executeUpdate();
              }
            }
            return rows;
          }
        };
    try (var pool = Executors.newFixedThreadPool(clients)) {
      long rows = 0;
      for (var one : pool.invokeAll(Collections.nCopies(clients, client))) {
        rows += one.get();
      }
      return rows / ((System.nanoTime() - began) / 1e9);
    } catch (ExecutionException e) {
      throw new SQLException(e);
    }
  }
}
