// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks.store;

import dev.atom.audit.AuditEvent;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What an audit trail costs without being one: the same rows in tables of the same shape, by the
/// driver's batched inserts, one thread, one commit for all that have come in meanwhile. No chain,
/// no hash, no MAC, no head, no exactly-once.
public final class PlainWriter implements AutoCloseable {
  private static final int BATCH_MAX = 512;
  private static final long LOOK_NANOS = 1_000_000;
  private static final String ENTRY =
      """
      insert into bench_entries (id, format, segment, key_id, event_id, recorded_at, kind,
        decision_id, domain_id, agent_id, token_type, caller_token_hash, listener, remote, method,
        path, ruling, reason, status_code, latency_us, details, payload_hash, prev_hash, chain_hash)
      values (?, 2, 1, '0123456789abcdef', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?)
      """;
  private static final String PAYLOAD =
      "insert into bench_payloads (id, nonce, payload) values (?, ?, ?)";
  private static final String ZEROS = "0".repeat(64);

  private final Connection connection;
  private final PreparedStatement entry;
  private final PreparedStatement payload;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final byte[] nonce = new byte[32];
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean failed;
  private long next;

  private PlainWriter(Connection connection, InstantSource clock) throws SQLException {
    this.connection = connection;
    this.clock = clock;
    this.entry = connection.prepareStatement(ENTRY);
    this.payload = connection.prepareStatement(PAYLOAD);
    this.next = 1 + count(connection);
    this.thread = Thread.ofPlatform().daemon().name("plain-writer").unstarted(this::run);
  }

  /// Connects as the role that appends, and starts the thread.
  public static PlainWriter open(String url, InstantSource clock) throws SQLException {
    var batched = PostgresUrl.parse(url).with("reWriteBatchedInserts", "true");
    var writer = new PlainWriter(Database.connect(batched, "plain"), clock);
    writer.thread.start();
    return writer;
  }

  /// Ids go on where an earlier writer stopped.
  private static long count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select nextval('bench_ids') * 1000000000")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Queues a row; `durable` runs on the writer's thread after the commit that holds it.
  public void append(AuditEvent event, Runnable durable) {
    queue.add(new Pending(event, durable));
    if (waiting.getAndSet(0) == 1) {
      LockSupport.unpark(thread);
    }
  }

  /// Whether the database refused.
  public boolean failed() {
    return failed;
  }

  private void run() {
    List<Pending> batch = new ArrayList<>(BATCH_MAX);
    try {
      while (!closing || !queue.isEmpty()) {
        if (queue.isEmpty()) {
          waiting.set(1);
          if (queue.isEmpty()) {
            LockSupport.parkNanos(LOOK_NANOS);
          }
          waiting.set(0);
        }
        write(batch);
      }
      connection.close();
    } catch (SQLException e) {
      failed = true;
      System.err.println("plain writer: " + e.getMessage());
    }
  }

  private void write(List<Pending> batch) throws SQLException {
    for (Pending one = queue.poll(); one != null; one = queue.poll()) {
      batch.add(one);
      add(one.event());
      if (batch.size() == BATCH_MAX) {
        break;
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    entry.executeBatch();
    payload.executeBatch();
    connection.commit();
    for (var one : batch) {
      one.durable().run();
    }
    batch.clear();
  }

  private void add(AuditEvent event) throws SQLException {
    long id = next++;
    String hash = ZEROS.substring(16) + HexFormat.of().toHexDigits(id);
    int at = 0;
    entry.setLong(++at, id);
    entry.setObject(++at, event.eventId());
    entry.setTimestamp(++at, Timestamp.from(clock.instant()));
    for (String text : texts(event)) {
      entry.setString(++at, text);
    }
    entry.setInt(++at, event.verdict().statusCode());
    entry.setLong(++at, event.verdict().latencyMicros());
    entry.setString(++at, event.details());
    entry.setString(++at, ZEROS);
    entry.setString(++at, hash);
    entry.setString(++at, hash);
    entry.addBatch();
    if (!event.payload().isEmpty()) {
      payload.setLong(1, id);
      payload.setBytes(2, nonce);
      payload.setString(3, event.payload());
      payload.addBatch();
    }
  }

  private static List<String> texts(AuditEvent event) {
    var subject = event.subject();
    var call = event.call();
    return List.of(
        event.kind().name(),
        event.decisionId(),
        subject.domainId(),
        subject.agentId(),
        subject.tokenType(),
        subject.callerTokenHash(),
        call.listener(),
        call.remote(),
        call.method(),
        call.path(),
        event.verdict().ruling().name(),
        event.verdict().reason());
  }

  /// Writes what is queued and stops.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Pending(AuditEvent event, Runnable durable) {}
}
