// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import dev.atom.base.AtomException;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.Opening;
import dev.atom.http.StrictFraming;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests off the event loop, gives each to a virtual thread of its own, and writes the
/// answer back. A body is collected up to its limit before anybody sees the request.
public final class Listener implements AutoCloseable {
  /// The most a body may have.
  public static final int BODY_BYTES_MAX = 16 * 1024;

  private static final int CONNECTIONS_MAX = 1_000;
  private static final int CALLS_MAX = 200;
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(20);
  private static final Duration NEXT_REQUEST = Duration.ofMinutes(2);
  private static final Duration BODY_WAIT = Duration.ofSeconds(20);
  private static final int DRAIN_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final Vertx vertx;
  private final HttpServer server;
  private final ConnectionGuard guard;
  private final StrictFraming framing;
  private final Judge judge;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(CALLS_MAX);

  /// @param judge answers
  public Listener(Vertx vertx, HttpServerOptions options, Judge judge) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer(options);
    this.guard =
        new ConnectionGuard(
            vertx,
            CONNECTIONS_MAX,
            FIRST_REQUEST,
            NEXT_REQUEST,
            (connection, why) -> record(connection, "the connection was closed: " + why));
    this.framing = new StrictFraming(options, System::nanoTime, this::record);
    this.judge = judge;
  }

  /// Binds the address.
  ///
  /// @throws AtomException BAD_CONFIGURATION when it cannot be bound
  public void start() {
    server
        .connectionHandler(connection -> {
          framing.handle(connection);
          guard.handle(connection);
        })
        .invalidRequestHandler(this::refuseUnreadable)
        .requestHandler(this::receive);
    var _ = Opening.await(server.listen());
  }

  /// The port that was bound.
  public int port() {
    return server.actualPort();
  }

  private void receive(HttpServerRequest request) {
    guard.begin(request.connection());
    var context = vertx.getOrCreateContext();
    var exchange = new Receiving(request, context);
    request.handler(exchange::take).endHandler(_ -> exchange.whole());
    request.exceptionHandler(_ -> exchange.drop());
    request.response().closeHandler(_ -> exchange.over());
    request.response().endHandler(_ -> exchange.over());
  }

  /// SECURITY(T-11): what could be read in two ways ends the connection, with an entry.
  private void refuseUnreadable(HttpServerRequest request) {
    guard.begin(request.connection());
    new Receiving(request, vertx.getOrCreateContext()).unreadable(StrictFraming.fault(request));
  }

  /// Puts on record what nobody is left to be told.
  private void record(HttpConnection connection, String why) {
    record(connection.remoteAddress().host(), why);
  }

  private void record(String remote, String why) {
    try {
      calls.execute(() -> {
        var _ = judge.unreadable(remote, why);
      });
    } catch (RejectedExecutionException _) {
      LOG.warn("unreadable bytes of {} came while stopping: {}", remote, why);
    }
  }

  /// Stops accepting, waits for the calls under way, stops.
  @Override
  public void close() {
    try {
      server
          .shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)
          .toCompletionStage()
          .toCompletableFuture()
          .get(DRAIN_SECONDS + 2, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the listener did not stop in time", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      calls.close();
    }
  }

  /// One request while it arrives; touched by its connection's event loop only.
  private final class Receiving {
    private final HttpServerRequest request;
    private final Context context;
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean handedOver;
    private boolean over;

    Receiving(HttpServerRequest request, Context context) {
      this.request = request;
      this.context = context;
      this.timer = vertx.setTimer(BODY_WAIT.toMillis(), _ -> late());
    }

    void take(Buffer part) {
      if (handedOver) {
        return;
      }
      if (body.length() + part.length() > BODY_BYTES_MAX) {
        if (request.version() == HttpVersion.HTTP_1_1) {
          request.response().putHeader("connection", "close");
        }
        handOver(Optional.empty());
      } else {
        body.appendBuffer(part);
      }
    }

    void whole() {
      if (!handedOver) {
        handOver(Optional.of(body.toString(StandardCharsets.UTF_8)));
      }
    }

    void late() {
      if (!handedOver) {
        request.connection().close();
      }
    }

    /// The body broke off or was not well-framed: nothing behind it is read.
    void drop() {
      if (!handedOver) {
        record(request.remoteAddress().host(), "the body broke off");
      }
      handedOver = true;
      over();
      if (request.version() != HttpVersion.HTTP_2) {
        request.connection().close();
      }
    }

    void unreadable(String why) {
      if (request.version() != HttpVersion.HTTP_2) {
        request.response().putHeader("connection", "close");
        request.response().endHandler(_ -> request.connection().close());
      }
      handedOver = true;
      String remote = request.remoteAddress().host();
      judged(() -> judge.unreadable(remote, why));
    }

    void over() {
      if (!over) {
        over = true;
        vertx.cancelTimer(timer);
        guard.end(request.connection());
      }
    }

    private void handOver(Optional<String> whole) {
      handedOver = true;
      var inbound =
          new Inbound(
              request.method().name(),
              request.path() == null ? "/" : request.path(),
              request.query() == null ? "" : request.query(),
              request.getHeader("authorization"),
              request.remoteAddress().host(),
              whole);
      judged(() -> judge.answer(inbound));
    }

    private void judged(Supplier<Outbound> judgement) {
      vertx.cancelTimer(timer);
      if (!room.tryAcquire()) {
        write(busy());
        return;
      }
      try {
        calls.execute(() -> answer(judgement));
      } catch (RejectedExecutionException _) {
        room.release();
        write(busy());
      }
    }

    /// Whatever happens to the judge, the caller gets an answer; an [Error] goes on to the thread's
    /// handler.
    private void answer(Supplier<Outbound> judgement) {
      Outbound outbound = failed();
      try {
        outbound = judgement.get();
      } catch (RuntimeException e) {
        LOG.error("a call of {} failed", request.method(), e);
      } finally {
        room.release();
        send(outbound);
      }
    }

    private void send(Outbound outbound) {
      context.runOnContext(_ -> write(outbound));
    }

    private void write(Outbound outbound) {
      var response = request.response();
      if (response.closed() || response.ended()) {
        return;
      }
      response
          .setStatusCode(outbound.status())
          .putHeader("content-type", outbound.contentType())
          .putHeader("cache-control", "no-store")
          .putHeader("x-content-type-options", "nosniff")
          .putHeader("strict-transport-security", "max-age=31536000");
      outbound.headers().forEach(response::putHeader);
      response.end(outbound.body());
    }
  }

  private static Outbound failed() {
    return Outbound.of(
        Problem.of(Problem.Code.INTERNAL_ERROR, "the call failed on our side"), "", Map.of());
  }

  private static Outbound busy() {
    return Outbound.of(
        new Problem(Problem.Code.BUSY, "too many calls are under way", 1), "", Map.of());
  }
}
