// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.Problems;
import dev.atom.gate.admission.LimitReading;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes refusals and the headers that every answer carries.
final class Answers {
  /// A refused request's body is read off and thrown away up to this size; above, the connection
  /// goes.
  private static final long DISCARD_MAX = 64 << 10;

  private static final long LAST_EVENT_MILLIS = 1_000;
  private static final String EVENT_STREAM = "text/event-stream";

  private Answers() {}

  /// The headers of every answer to a known caller: who decided, and how much is left. The limit
  /// fields are those of draft-ietf-httpapi-ratelimit-headers-10 and OpenAI's.
  static void stamp(
      HttpServerResponse response, UUID id, String requestId, @Nullable LimitReading limit) {
    response.putHeader("x-atom-decision-id", id.toString());
    response.putHeader("x-request-id", requestId);
    if (limit != null) {
      response.putHeader("ratelimit-policy", "\"rpm\";q=" + limit.limit() + ";w=60");
      response.putHeader(
          "ratelimit", "\"rpm\";r=" + limit.remaining() + ";t=" + limit.resetSeconds());
      response.putHeader("x-ratelimit-limit-requests", Integer.toString(limit.limit()));
      response.putHeader("x-ratelimit-remaining-requests", Integer.toString(limit.remaining()));
      response.putHeader("x-ratelimit-reset-requests", limit.resetSeconds() + "s");
    }
  }

  /// Refuses, with a body in the shape that clients expect.
  static void refuse(
      HttpServerRequest request,
      Denial denial,
      UUID id,
      String requestId,
      @Nullable LimitReading limit) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Problems.Form form = Problems.form(denial.reason());
    response.setStatusCode(form.status());
    response.headers().remove("content-length");
    stamp(response, id, requestId, limit);
    response.putHeader("content-type", "application/json");
    response.putHeader("cache-control", "no-store");
    if (form.status() == 401) {
      response.putHeader("www-authenticate", "Bearer realm=\"atom\"");
    }
    if (form.retry()) {
      response.putHeader("retry-after", retryAfter(denial, limit));
    } else {
      // OpenAI's and Anthropic's clients repeat 409, 429 and 5xx unless told.
      response.putHeader("x-should-retry", "false");
    }
    disposeOfBody(request, response);
    response.end(Problems.body(denial, id.toString()));
  }

  private static String retryAfter(Denial denial, @Nullable LimitReading limit) {
    if (limit == null || denial.reason() != DenyReason.RATE_LIMIT_EXCEEDED) {
      return "1";
    }
    return Integer.toString(Math.max(1, limit.resetSeconds()));
  }

  private static void disposeOfBody(HttpServerRequest request, HttpServerResponse response) {
    if (request.isEnded()) {
      return;
    }
    // A body that came too slowly once is not waited for again.
    boolean slow = response.getStatusCode() == 408;
    // Who waits to be told to send its body may send it or not: the connection cannot go on.
    boolean small =
        !Heads.hasBody(request)
            || (isSmall(BodyReader.declaredLength(request)) && !Heads.awaitsContinue(request));
    if (request.version() == HttpVersion.HTTP_2 || (small && !slow)) {
      request.handler(_ -> {});
      request.endHandler(_ -> {});
      request.resume();
    } else {
      response.putHeader("connection", "close");
      response.endHandler(_ -> request.connection().close());
    }
  }

  private static boolean isSmall(long declared) {
    return declared >= 0 && declared <= DISCARD_MAX;
  }

  /// Ends an answer that has begun, so that the client cannot take it for complete. An event stream
  /// ends in good order with an error event: many clients throw away what they have not read yet
  /// when a connection breaks, and the reason with it. Anything else, and a client that does not
  /// take the event in time, is reset.
  static void breakOff(HttpServerRequest request, Denial denial, UUID id) {
    HttpServerResponse response = request.response();
    String type = response.headers().get("content-type");
    boolean open = type != null && type.startsWith(EVENT_STREAM) && !response.closed();
    if (!open || response.headers().contains("content-length")) {
      reset(request, response);
      return;
    }
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setTimer(LAST_EVENT_MILLIS, _ -> reset(request, response));
    response
        .end("\n\ndata: " + Problems.body(denial, id.toString()) + "\n\n")
        .onComplete(_ -> vertx.cancelTimer(timer));
  }

  private static void reset(HttpServerRequest request, HttpServerResponse response) {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      request.connection().close();
    }
  }
}
