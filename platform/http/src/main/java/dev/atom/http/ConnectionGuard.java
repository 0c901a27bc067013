// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/// Bounds connections: how many there are, and how long one may stay without a complete request.
///
/// SECURITY(T-25): an idle time-out alone does not help against a client that sends one byte of its
/// request every few seconds. Here the time runs from the connection's start, or from the end of
/// its last exchange, to the end of the next request's headers, whatever trickles in meanwhile. The
/// owner calls [#begin] when a request arrives and [#end] when its response has ended or failed;
/// both on the connection's event loop.
public final class ConnectionGuard implements Handler<HttpConnection> {
  private static final long ENHANCE_YOUR_CALM = 11;
  private static final long NANOS_ROUNDED_UP = 999_999;

  private final Vertx vertx;
  private final int connectionsMax;
  private final Duration firstRequest;
  private final Duration nextRequest;
  private final ConcurrentMap<HttpConnection, Watch> watched = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final BiConsumer<HttpConnection, Refusal> onRefusal;

  /// Why a connection is closed before it brought a request.
  public enum Refusal {
    /// There are too many.
    TOO_MANY,
    /// No complete head came in time.
    NO_REQUEST,
    /// It has more requests under way than a connection may have: a client that never confirms our
    /// settings is not held to them by the codec.
    TOO_MANY_STREAMS
  }

  /// Accepts up to `connectionsMax` connections; each must bring its first request within
  /// `firstRequest` and each further one within `nextRequest`.
  public ConnectionGuard(
      Vertx vertx, int connectionsMax, Duration firstRequest, Duration nextRequest) {
    this(vertx, connectionsMax, firstRequest, nextRequest, (_, _) -> {});
  }

  /// The same, and tells `onRefusal` of each connection that it closes before its first request.
  public ConnectionGuard(
      Vertx vertx,
      int connectionsMax,
      Duration firstRequest,
      Duration nextRequest,
      BiConsumer<HttpConnection, Refusal> onRefusal) {
    if (connectionsMax < 1) {
      throw new IllegalArgumentException("connectionsMax " + connectionsMax + " is below 1");
    }
    this.vertx = vertx;
    this.connectionsMax = connectionsMax;
    this.firstRequest = firstRequest;
    this.nextRequest = nextRequest;
    this.onRefusal = onRefusal;
  }

  /// A new connection: give this object to `HttpServer.connectionHandler`.
  @Override
  public void handle(HttpConnection connection) {
    if (watched.size() >= connectionsMax) {
      refused.increment();
      onRefusal.accept(connection, Refusal.TOO_MANY);
      connection.close();
      return;
    }
    var watch = new Watch(connection);
    watched.put(connection, watch);
    connection.closeHandler(_ -> {
      watched.remove(connection);
      watch.disarm();
    });
    watch.expect(firstRequest);
  }

  /// A request's headers are there.
  public void begin(HttpConnection connection) {
    Watch watch = watched.get(connection);
    if (watch != null) {
      watch.exchanges++;
      watch.served = true;
      if (watch.exchanges > HttpsListenerOptions.STREAMS_MAX && !watch.ended) {
        watch.ended = true;
        refused.increment();
        onRefusal.accept(connection, Refusal.TOO_MANY_STREAMS);
        connection.goAway(ENHANCE_YOUR_CALM);
        connection.close();
      }
    }
  }

  /// That request's exchange is over.
  public void end(HttpConnection connection) {
    Watch watch = watched.get(connection);
    if (watch != null && --watch.exchanges == 0) {
      watch.expect(nextRequest);
    }
  }

  /// Connections open now.
  public int open() {
    return watched.size();
  }

  /// Connections closed because there were too many, or because no request came in time.
  public long refused() {
    return refused.sum();
  }

  /// One connection's time; touched by its event loop only.
  ///
  /// Its one timer is not moved with each request: when it rings too early, it is set again for
  /// what is left.
  private final class Watch {
    private static final long NONE = -1;
    private final HttpConnection connection;
    private long timer = NONE;
    private long ringsAt;
    private long deadline;
    private int exchanges;
    private boolean served;
    private boolean ended;

    Watch(HttpConnection connection) {
      this.connection = connection;
    }

    /// From now on a request is due within `time`.
    void expect(Duration time) {
      long now = System.nanoTime();
      deadline = now + time.toNanos();
      if (timer == NONE || ringsAt - deadline > 0) {
        disarm();
        arm(now);
      }
    }

    private void arm(long now) {
      ringsAt = deadline;
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - now + NANOS_ROUNDED_UP);
      timer = vertx.setTimer(Math.max(1, millis), _ -> ring());
    }

    private void ring() {
      timer = NONE;
      long now = System.nanoTime();
      if (exchanges > 0) {
        // The end of the exchange sets it again.
        return;
      }
      if (deadline - now > 0) {
        arm(now);
        return;
      }
      refused.increment();
      if (!served) {
        onRefusal.accept(connection, Refusal.NO_REQUEST);
      }
      connection.close();
    }

    void disarm() {
      if (timer != NONE) {
        vertx.cancelTimer(timer);
        timer = NONE;
      }
    }
  }
}
