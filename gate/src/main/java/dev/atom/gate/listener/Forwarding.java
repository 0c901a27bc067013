// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.Problems;
import dev.atom.gate.Stage;
import dev.atom.gate.World;
import dev.atom.gate.admission.LimitReading;
import dev.atom.gate.record.Bodies;
import dev.atom.identity.Standing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a permitted request upstream and its answer back, and writes down what came of it.
///
/// Runs on the event loop of the caller's connection; only [#review] may be called from elsewhere.
/// Bodies stream with back-pressure in both directions. Ends exactly once: complete, failed, cut by
/// a revocation, or left by the caller; a defect on the way is an end like any other.
final class Forwarding {
  /// An answer of known, small size goes out in one write.
  private static final long WHOLE_MAX = 64 << 10;

  private static final long NO_TIMER = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  private final GateServices gate;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Exchange exchange;
  private final Permitted permitted;
  private final LimitReading limit;

  private @Nullable HttpClientRequest upstream;
  private long bodyTimer = NO_TIMER;

  /// Whether the upstream has all of the request, so that its connection can serve another.
  private boolean sent;

  private final Bodies bodies = new Bodies();
  private boolean ended;

  Forwarding(
      GateServices gate,
      HttpServerRequest request,
      Context context,
      Exchange exchange,
      Permitted permitted,
      LimitReading limit) {
    this.gate = gate;
    this.request = request;
    this.response = request.response();
    this.context = context;
    this.exchange = exchange;
    this.permitted = permitted;
    this.limit = limit;
  }

  /// Sends the request upstream.
  ///
  /// @param body already read; null when it streams through, or there is none
  void begin(@Nullable Buffer body) {
    gate.edge().open().add(this);
    guarded(() -> open(body));
  }

  private void open(@Nullable Buffer body) {
    response.closeHandler(_ -> end("caller_left", 499));
    response.exceptionHandler(_ -> end("caller_left", 499));
    if (response.closed()) {
      // The caller left while the decision was being recorded: nothing is done for nobody, or a
      // flood of requests taken back at once would cost a call upstream each.
      end("caller_left", 499);
      return;
    }
    // Between the decision and this line the token may have been revoked; whoever revoked it has
    // already reviewed the open exchanges, so look once more.
    review(gate.worlds().get());
    if (ended) {
      return;
    }
    var opened =
        gate.upstreams()
            .open(permitted.route(), permitted.agent(), request.method(), request.query());
    if (opened.isEmpty()) {
      fail(DenyReason.AGENT_NOT_FOUND, "The agent has no service to call.");
      return;
    }
    opened
        .get()
        .compose(opening -> send(opening, body))
        .onSuccess(answer -> guarded(() -> relay(answer)))
        .onFailure(this::failUpstream);
  }

  private Future<HttpClientResponse> send(HttpClientRequest opening, @Nullable Buffer body) {
    if (ended) {
      opening.reset();
      return Future.failedFuture("ended before the upstream was reached");
    }
    upstream = opening;
    ForwardedHeaders.outbound(
        exchange.head().headers(), permitted, exchange.id().toString(), opening.headers());
    opening.putHeader("x-request-id", exchange.head().requestId());
    if (body != null) {
      sent = true;
      bodies.asked(body.getBytes());
      return opening.send(body);
    }
    if (!Heads.hasBody(request)) {
      sent = true;
      request.resume();
      return opening.send();
    }
    return stream(opening);
  }

  /// What goes wrong unforeseen ends the exchange, or the caller would wait for ever.
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("forwarding of {} met a defect", exchange.id(), e);
      fail(DenyReason.INTERNAL_ERROR, "GATE met a defect of its own.");
    }
  }

  /// Lets the request's body through as it comes, up to the bound.
  private Future<HttpClientResponse> stream(HttpClientRequest opening) {
    long most = gate.edge().bounds().body().bytes();
    long declared = BodyReader.declaredLength(request);
    if (declared > most) {
      fail(DenyReason.BODY_TOO_LARGE, "The body is larger than " + gate.edge().bounds().body());
      return Future.failedFuture("body too large");
    }
    if (declared >= 0) {
      opening.putHeader("content-length", Long.toString(declared));
    } else {
      opening.setChunked(true);
    }
    var taken = new long[1];
    request.handler(chunk -> {
      taken[0] += chunk.length();
      if (taken[0] > most) {
        fail(
            DenyReason.BODY_TOO_LARGE,
            "The body is larger than " + gate.edge().bounds().body() + ".");
      } else if (!ended) {
        pass(opening, chunk);
      }
    });
    bodyTimer =
        context
            .owner()
            .setTimer(
                gate.edge().bounds().bodyTime().toMillis(),
                _ -> fail(DenyReason.REQUEST_TIMEOUT, "The body did not arrive in time."));
    request.endHandler(_ -> {
      if (!ended) {
        sent = true;
        forgetTimer();
        opening.end();
      }
    });
    request.exceptionHandler(_ -> end("caller_left", 499));
    if (Heads.awaitsContinue(request)) {
      response.writeContinue();
    }
    request.resume();
    return opening.response();
  }

  private void pass(HttpClientRequest opening, Buffer chunk) {
    bodies.asked(chunk.getBytes());
    opening.write(chunk);
    if (opening.writeQueueFull()) {
      request.pause();
      opening.drainHandler(_ -> {
        if (!request.isEnded()) {
          request.resume();
        }
      });
    }
  }

  private void forgetTimer() {
    if (bodyTimer != NO_TIMER) {
      context.owner().cancelTimer(bodyTimer);
      bodyTimer = NO_TIMER;
    }
  }

  private void relay(HttpClientResponse answer) {
    if (ended) {
      return;
    }
    answer.exceptionHandler(e -> breakOff("upstream_broke", e));
    long length = declaredLength(answer);
    if (length >= 0 && length <= WHOLE_MAX) {
      answer
          .body()
          .onSuccess(body -> guarded(() -> finishWhole(answer, body)))
          .onFailure(e -> breakOff("upstream_broke", e));
    } else {
      relayChunks(answer, length);
    }
  }

  private static long declaredLength(HttpClientResponse answer) {
    String declared = answer.getHeader("content-length");
    try {
      return declared == null ? -1 : Long.parseLong(declared);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private void finishWhole(HttpClientResponse answer, Buffer body) {
    if (!ended) {
      head(answer);
      bodies.answered(body.getBytes());
      finished("complete", answer.statusCode());
      response.end(body).onComplete(_ -> letGo());
    }
  }

  /// Takes over the answer's head, no sooner than its first bytes are there: until then it may
  /// still become a refusal of ours, of which the upstream's headers say nothing.
  private void head(HttpClientResponse answer) {
    response.setStatusCode(answer.statusCode());
    ForwardedHeaders.inbound(answer.headers(), response.headers());
    Answers.stamp(response, exchange.id(), exchange.head().requestId(), limit);
  }

  private void relayChunks(HttpClientResponse answer, long length) {
    answer.handler(chunk -> {
      if (!ended) {
        guarded(() -> relayChunk(answer, length, chunk));
      }
    });
    answer.endHandler(_ -> {
      if (!ended) {
        guarded(() -> {
          if (!response.headWritten()) {
            chunkedHead(answer, length);
          }
          finished("complete", response.getStatusCode());
          response.end().onComplete(_ -> letGo());
        });
      }
    });
  }

  private void chunkedHead(HttpClientResponse answer, long length) {
    head(answer);
    if (length >= 0) {
      response.putHeader("content-length", Long.toString(length));
    } else {
      response.setChunked(true);
    }
  }

  private void relayChunk(HttpClientResponse answer, long length, Buffer chunk) {
    if (!response.headWritten()) {
      chunkedHead(answer, length);
    }
    bodies.answered(chunk.getBytes());
    response.write(chunk);
    if (response.writeQueueFull()) {
      answer.pause();
      response.drainHandler(_ -> answer.resume());
    }
  }

  /// An answer that came before all of its request: what still comes of that is nobody's.
  private void letGo() {
    if (sent || request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.resume();
    } else {
      request.connection().close();
    }
  }

  /// Looks whether the caller still stands in `world`; if not, cuts the exchange. Any thread.
  void review(World world) {
    // Staleness is for new requests: what runs is cut only by a revocation that is known.
    switch (world.control().revocations().standing(permitted.token())) {
      case Standing.Good _, Standing.Unknown _ -> {
        if (world.control().agents().containsKey(permitted.agent().id())) {
          return;
        }
      }
      case Standing.Revoked _ -> {}
    }
    if (Vertx.currentContext() == context) {
      cut();
    } else {
      context.runOnContext(_ -> cut());
    }
  }

  private void cut() {
    if (ended) {
      return;
    }
    var denial = Denial.of(Stage.STANDING, DenyReason.TOKEN_REVOKED, "The token was revoked.");
    finish("revoked", denial);
  }

  private void failUpstream(Throwable cause) {
    if (!ended) {
      fail(DenyReason.UPSTREAM_UNAVAILABLE, "What lies behind this route does not answer.");
      LOG.warn("upstream of {} failed: {}", permitted.route().target(), cause.toString());
    }
  }

  /// It cannot be completed: the caller learns why.
  private void fail(DenyReason reason, String message) {
    if (!ended) {
      finish(reason.code(), Denial.of(Stage.UPSTREAM, reason, message));
    }
  }

  /// The upstream's answer had begun and cannot be completed.
  private void breakOff(String ending, Throwable cause) {
    if (!ended) {
      finish(
          ending,
          Denial.of(
              Stage.UPSTREAM, DenyReason.UPSTREAM_UNAVAILABLE, "The answer broke off upstream."));
      LOG.warn("answer of {} broke off: {}", permitted.route().target(), cause.toString());
    }
  }

  /// Ends with a refusal; with a broken answer when the caller has its beginning already.
  private void finish(String ending, Denial denial) {
    if (response.headWritten()) {
      finished(ending, response.getStatusCode());
      Answers.breakOff(request, denial, exchange.id());
    } else {
      finished(ending, Problems.form(denial.reason()).status());
      Answers.refuse(request, denial, exchange.id(), exchange.head().requestId(), limit);
    }
  }

  /// The caller is gone; so is the reason to keep the upstream busy.
  private void end(String ending, int status) {
    if (!ended) {
      finished(ending, status);
    }
  }

  /// Marks the end, frees the upstream unless both sides have said all, and writes the outcome
  /// down.
  private void finished(String ending, int status) {
    ended = true;
    gate.edge().open().remove(this);
    exchange.over();
    forgetTimer();
    if (upstream != null && !sent) {
      // A connection with half a request on it must not carry another: a reset after an early
      // answer would give it back to the pool.
      upstream.connection().close();
    } else if (upstream != null && !ending.equals("complete")) {
      upstream.reset();
    }
    long latency = exchange.latency();
    var id = exchange.id();
    var head = exchange.head();
    var _ = gate.records().finished(id, head, permitted, status, latency, bodies, ending);
    gate.edge()
        .accessLog()
        .write(
            AccessLines.finished(
                head, id, permitted, status, ending, exchange.began().wall(), latency));
  }
}
