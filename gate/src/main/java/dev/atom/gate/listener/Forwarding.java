// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.Problems;
import dev.atom.gate.Stage;
import dev.atom.gate.World;
import dev.atom.gate.admission.LimitReading;
import dev.atom.identity.Standing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a permitted request upstream and its answer back, and writes down what came of it.
///
/// Runs on the event loop of the caller's connection; only [#review] may be called from elsewhere.
/// Bodies stream with back-pressure in both directions. Ends exactly once: complete, failed, cut by
/// a revocation, or left by the caller.
final class Forwarding {
  /// An answer of known, small size goes out in one write.
  private static final long WHOLE_MAX = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  private final GateServices gate;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Exchange exchange;
  private final Permitted permitted;
  private final LimitReading limit;

  private @Nullable HttpClientRequest upstream;
  private long bytes;
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
    response.closeHandler(_ -> end("caller_left", 499));
    response.exceptionHandler(_ -> end("caller_left", 499));
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
        .onSuccess(this::relay)
        .onFailure(e -> failUpstream(e));
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
      return opening.send(body);
    }
    if (!Heads.hasBody(request)) {
      request.resume();
      return opening.send();
    }
    return stream(opening);
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
    var sent = new long[1];
    request.handler(chunk -> {
      sent[0] += chunk.length();
      if (sent[0] > most) {
        fail(
            DenyReason.BODY_TOO_LARGE,
            "The body is larger than " + gate.edge().bounds().body() + ".");
        return;
      }
      opening.write(chunk);
      if (opening.writeQueueFull()) {
        request.pause();
        opening.drainHandler(_ -> request.resume());
      }
    });
    long timer =
        context
            .owner()
            .setTimer(
                gate.edge().bounds().bodyTime().toMillis(),
                _ -> fail(DenyReason.REQUEST_TIMEOUT, "The body did not arrive in time."));
    request.endHandler(_ -> {
      context.owner().cancelTimer(timer);
      opening.end();
    });
    request.exceptionHandler(_ -> {
      context.owner().cancelTimer(timer);
      end("caller_left", 499);
    });
    request.resume();
    return opening.response();
  }

  private void relay(HttpClientResponse answer) {
    if (ended) {
      return;
    }
    response.setStatusCode(answer.statusCode());
    ForwardedHeaders.inbound(answer.headers(), response.headers());
    Answers.stamp(response, exchange.id(), exchange.head().requestId(), limit);
    answer.exceptionHandler(e -> breakOff("upstream_broke", e));
    long length = declaredLength(answer);
    if (length >= 0 && length <= WHOLE_MAX) {
      answer.body().onSuccess(this::finishWhole).onFailure(e -> breakOff("upstream_broke", e));
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

  private void finishWhole(Buffer body) {
    if (!ended) {
      bytes = body.length();
      int status = response.getStatusCode();
      finished("complete", status);
      response.end(body);
    }
  }

  private void relayChunks(HttpClientResponse answer, long length) {
    if (length >= 0) {
      response.putHeader("content-length", Long.toString(length));
    } else {
      response.setChunked(true);
    }
    answer.handler(chunk -> {
      if (ended) {
        return;
      }
      bytes += chunk.length();
      response.write(chunk);
      if (response.writeQueueFull()) {
        answer.pause();
        response.drainHandler(_ -> answer.resume());
      }
    });
    answer.endHandler(_ -> {
      if (!ended) {
        finished("complete", response.getStatusCode());
        response.end();
      }
    });
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
    if (response.headWritten()) {
      finished("revoked", response.getStatusCode());
      Answers.breakOff(request, denial, exchange.id());
    } else {
      finished("revoked", 401);
      Answers.refuse(request, denial, exchange.id(), exchange.head().requestId(), limit);
    }
  }

  private void failUpstream(Throwable cause) {
    if (!ended) {
      fail(DenyReason.UPSTREAM_UNAVAILABLE, "What lies behind this route does not answer.");
      LOG.warn("upstream of {} failed: {}", permitted.route().target(), cause.toString());
    }
  }

  /// Nothing came back: the caller learns why.
  private void fail(DenyReason reason, String message) {
    if (!ended) {
      var denial = Denial.of(Stage.UPSTREAM, reason, message);
      finished(reason.code(), Problems.form(reason).status());
      Answers.refuse(request, denial, exchange.id(), exchange.head().requestId(), limit);
    }
  }

  /// The answer had begun and cannot be completed.
  private void breakOff(String ending, Throwable cause) {
    if (!ended) {
      var denial =
          Denial.of(
              Stage.UPSTREAM, DenyReason.UPSTREAM_UNAVAILABLE, "The answer broke off upstream.");
      finished(ending, response.getStatusCode());
      if (response.headWritten()) {
        Answers.breakOff(request, denial, exchange.id());
      } else {
        Answers.refuse(request, denial, exchange.id(), exchange.head().requestId(), limit);
      }
      LOG.warn("answer of {} broke off: {}", permitted.route().target(), cause.toString());
    }
  }

  /// The caller is gone; so is the reason to keep the upstream busy.
  private void end(String ending, int status) {
    if (!ended) {
      finished(ending, status);
    }
  }

  /// Marks the end, frees the upstream unless it has answered in full, and writes the outcome down.
  private void finished(String ending, int status) {
    ended = true;
    gate.edge().open().remove(this);
    if (upstream != null && !ending.equals("complete")) {
      upstream.reset();
    }
    long latency = exchange.latency();
    var id = exchange.id();
    var head = exchange.head();
    var _ = gate.records().finished(id, head, permitted, status, latency, bytes, ending);
    gate.edge()
        .accessLog()
        .write(
            AccessLines.finished(
                head, id, permitted, status, ending, exchange.began().wall(), latency));
  }
}
