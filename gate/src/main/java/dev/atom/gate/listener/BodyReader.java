// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/// Collects a request's body up to a bound of bytes and of time.
///
/// Event loop only. Tells its answer exactly once.
final class BodyReader {
  /// What came of reading.
  sealed interface Outcome {
    /// The whole body; empty when there was none.
    record Whole(Buffer body) implements Outcome {}

    /// More bytes than allowed.
    record TooLarge() implements Outcome {}

    /// It did not arrive in time.
    record TooSlow() implements Outcome {}

    /// The connection broke, or the framing was wrong.
    record Broken(String why) implements Outcome {}
  }

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final long bytesMax;
  private final Consumer<Outcome> then;
  private Buffer body = Buffer.buffer();
  private long timer = NO_TIMER;
  private boolean answered;

  private BodyReader(
      Vertx vertx, HttpServerRequest request, long bytesMax, Consumer<Outcome> then) {
    this.vertx = vertx;
    this.request = request;
    this.bytesMax = bytesMax;
    this.then = then;
  }

  /// Reads the body of `request`, which is paused.
  static void read(
      Vertx vertx, HttpServerRequest request, RequestBounds bounds, Consumer<Outcome> then) {
    var reader = new BodyReader(vertx, request, bounds.body().bytes(), then);
    if (declaredLength(request) > bounds.body().bytes()) {
      reader.answer(new Outcome.TooLarge());
      return;
    }
    if (request.response().closed()) {
      reader.answer(new Outcome.Broken("the caller left"));
      return;
    }
    // Most bodies arrive with their head: then there is nothing to wait for.
    vertx.runOnContext(_ -> reader.await(bounds.bodyTime()));
    request.handler(reader::take);
    request.exceptionHandler(e -> reader.answer(new Outcome.Broken(String.valueOf(e))));
    request.endHandler(_ -> reader.answer(new Outcome.Whole(reader.body)));
    if (Heads.awaitsContinue(request)) {
      request.response().writeContinue();
    }
    request.resume();
  }

  private void await(Duration time) {
    if (!answered) {
      timer = vertx.setTimer(time.toMillis(), _ -> answer(new Outcome.TooSlow()));
    }
  }

  private void take(Buffer chunk) {
    if (answered) {
      return;
    }
    if (body.length() + (long) chunk.length() > bytesMax) {
      body = Buffer.buffer();
      answer(new Outcome.TooLarge());
    } else if (body.length() == 0) {
      body = chunk;
    } else {
      body = body.appendBuffer(chunk);
    }
  }

  private void answer(Outcome outcome) {
    if (!answered) {
      answered = true;
      if (timer != NO_TIMER) {
        vertx.cancelTimer(timer);
      }
      // A request whose stream was reset cannot be paused any more.
      if (!(outcome instanceof Outcome.Whole) && !request.isEnded()) {
        request.pause();
      }
      then.accept(outcome);
    }
  }

  /// What `Content-Length` says; -1 when it does not or says nonsense, which the decoder refuses.
  static long declaredLength(HttpServerRequest request) {
    String declared = request.getHeader("content-length");
    try {
      return declared == null ? -1 : Long.parseLong(declared);
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
