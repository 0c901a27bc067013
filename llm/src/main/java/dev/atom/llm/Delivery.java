// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.llm.Provider.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;

/// Hands one provider's answer to the client and records what was used, once, however it ends.
///
/// A stream goes as fast as the client reads. When the client leaves, the provider's work is
/// cancelled; when the provider breaks off, the client gets an error event and a broken connection,
/// never a proper end.
final class Delivery {
  private static final int CLIENT_LEFT = 499;

  private final Exchange exchange;
  private final Ledger ledger;
  private final String provider;
  private final Provider.Question question;
  private final String keyHash;
  private boolean recorded;

  Delivery(
      Exchange exchange,
      Ledger ledger,
      String provider,
      Provider.Question question,
      String keyHash) {
    this.exchange = exchange;
    this.ledger = ledger;
    this.provider = provider;
    this.question = question;
    this.keyHash = keyHash;
  }

  void deliver(Reply reply) {
    switch (reply) {
      case Reply.Whole(Buffer body, Usage usage) -> {
        boolean there = !exchange.left();
        record(usage, there ? 200 : CLIENT_LEFT, "");
        exchange.answer(200, body);
      }
      case Reply.Failed(LlmError error, String message, String retryAfter) -> {
        record(Usage.UNKNOWN, exchange.left() ? CLIENT_LEFT : error.status(), error.code());
        exchange.refuse(error, message, retryAfter);
      }
      case Reply.Streamed streamed -> stream(streamed);
    }
  }

  private void stream(Reply.Streamed streamed) {
    HttpServerResponse response = exchange.response();
    if (exchange.left()) {
      record(streamed.usage().usage(), CLIENT_LEFT, "");
      return;
    }
    response.closeHandler(_ -> clientLeft(streamed));
    response.exceptionHandler(_ -> clientLeft(streamed));
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store")
        .putHeader("x-accel-buffering", "no");
    ReadStream<Buffer> events = streamed.events();
    events.exceptionHandler(failure -> broken(streamed, String.valueOf(failure.getMessage())));
    events.endHandler(_ -> {
      record(streamed.usage().usage(), 200, "");
      response.end();
    });
    events.handler(event -> {
      response.write(event);
      if (response.writeQueueFull()) {
        events.pause();
        response.drainHandler(_ -> events.resume());
      }
    });
    events.resume();
  }

  private void clientLeft(Reply.Streamed streamed) {
    if (!recorded) {
      record(streamed.usage().usage(), CLIENT_LEFT, "");
      exchange.cancellation().cancel();
    }
  }

  private void broken(Reply.Streamed streamed, String message) {
    if (recorded) {
      return;
    }
    LlmError error = LlmError.UPSTREAM_UNAVAILABLE;
    record(streamed.usage().usage(), error.status(), error.code());
    exchange.cancellation().cancel();
    Buffer document = error.body(message, exchange.decisionId());
    HttpServerResponse response = exchange.response();
    response
        .write(Buffer.buffer("data: ").appendBuffer(document).appendString("\n\n"))
        .onComplete(_ -> response.reset());
  }

  /// Before the client sees the end, so that nobody has an answer that is not on record.
  private void record(Usage usage, int status, String reason) {
    if (!recorded) {
      recorded = true;
      long latency = exchange.latencyMicros(System.nanoTime());
      ledger.used(
          exchange, new Ledger.Use(provider, question, usage, status, reason, keyHash, latency));
    }
  }
}
