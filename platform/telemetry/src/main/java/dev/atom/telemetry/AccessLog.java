// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one JSON line per exchange, on its own thread.
///
/// [#write] never blocks: when the queue is full the entry is dropped, counted, and the next line
/// that is written says how many are missing. Query strings are cut off and whatever looks like a
/// credential is hidden. This is for operators; evidence is the audit trail's business.
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int BATCH = 256;
  private static final int GATHER_MILLIS = 10;
  private static final int PATH_LENGTH_MAX = 2048;
  private static final int TEXT_LENGTH_MAX = 256;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final OutputStream out;
  private final BlockingQueue<AccessEntry> queue;
  private final LongAdder dropped = new LongAdder();
  private final Thread writer;
  private volatile boolean closing;
  private long droppedReported;
  private boolean failing;

  /// A log onto `out` that holds up to `capacity` entries not yet written. `out` is not closed.
  public AccessLog(OutputStream out, int capacity) {
    this.out = out;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
  }

  /// Starts writing.
  public void start() {
    writer.start();
  }

  /// Queues `entry`; from any thread, without blocking.
  public void write(AccessEntry entry) {
    if (closing || !queue.offer(entry)) {
      dropped.increment();
    }
  }

  /// How many entries were dropped so far.
  public long dropped() {
    return dropped.sum();
  }

  /// Writes what is queued, for up to 5 s, and stops.
  @Override
  public void close() {
    closing = true;
    try {
      if (writer.isAlive() && !writer.join(CLOSE)) {
        LOG.atWarn().addKeyValue("unwritten", queue.size()).log("the access log did not finish");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var batch = new ArrayList<AccessEntry>(BATCH);
    var lines = new JsonLine();
    try {
      while (!closing || !queue.isEmpty()) {
        AccessEntry first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          if (!closing && queue.size() < BATCH - 1) {
            // Lines may be late by this much: one write for many costs far less than one each.
            TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
          }
          queue.drainTo(batch, BATCH - 1);
          flush(batch, lines);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush(List<AccessEntry> batch, JsonLine lines) {
    reportDrops(batch.getFirst(), lines);
    batch.forEach(entry -> encode(entry, lines));
    try {
      lines.drainTo(out);
      failing = false;
    } catch (IOException e) {
      dropped.add(batch.size());
      if (!failing) {
        failing = true;
        LOG.atError().setCause(e).log("the access log cannot be written; entries are dropped");
      }
    }
    batch.clear();
  }

  private void reportDrops(AccessEntry next, JsonLine lines) {
    long now = dropped.sum();
    if (now > droppedReported) {
      lines.begin().fieldTime("ts", next.endedMillis());
      lines.field("level", "WARN").field("event", "access_log_dropped");
      lines.field("count", now - droppedReported).end();
      droppedReported = now;
    }
  }

  static void encode(AccessEntry entry, JsonLine line) {
    var request = entry.request();
    var outcome = entry.outcome();
    line.begin().fieldTime("ts", entry.endedMillis());
    line.field("level", level(outcome.status())).field("event", "access");
    line.field("method", clean(request.method())).field("path", path(request.path()));
    line.field("status", outcome.status()).fieldMillis("latency_ms", outcome.latencyMicros());
    line.field("remote_ip", request.remoteIp()).field("request_id", clean(entry.requestId()));
    line.field("decision_id", entry.decisionId());
    line.field("token_type", entry.caller().tokenType());
    line.field("agent_id", entry.caller().agentId());
    line.field("domain_id", entry.caller().domainId());
    switch (outcome.policy()) {
      case ALLOW -> line.field("policy_allow", true);
      case DENY -> line.field("policy_allow", false);
      case NOT_ASKED -> line.fieldNull("policy_allow");
    }
    line.field("reason", outcome.reason()).field("user_agent", clean(request.userAgent())).end();
  }

  private static String level(int status) {
    if (status >= 500 || status == 0) {
      return "ERROR";
    }
    return status >= 400 ? "WARN" : "INFO";
  }

  // SECURITY(T-13): a query string may hold a credential, so none is ever written
  private static String path(String path) {
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    return Redaction.of(
        bare.length() > PATH_LENGTH_MAX ? bare.substring(0, PATH_LENGTH_MAX) : bare);
  }

  private static String clean(String text) {
    return Redaction.of(
        text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text);
  }
}
