// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.http.PeerCertificate;
import dev.atom.telemetry.AccessEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/// One request and its response, with what is known of who sent it. Lives on one event loop.
final class Exchange {
  private static final int ID_LENGTH_MAX = 64;

  private final HttpServerRequest request;
  private final long startedNanos;
  private final String client;
  private String reason = "";
  private final Cancellation cancellation = new Cancellation();
  private boolean left;

  Exchange(HttpServerRequest request, long startedNanos) {
    this.request = request;
    this.startedNanos = startedNanos;
    this.client = PeerCertificate.commonName(request.connection()).orElse("");
    request.response().exceptionHandler(_ -> leave());
    request.response().closeHandler(_ -> leave());
  }

  private void leave() {
    if (!request.response().ended()) {
      left = true;
      cancellation.cancel();
    }
  }

  /// Cancelled when the client goes away before the answer is complete.
  Cancellation cancellation() {
    return cancellation;
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  /// The common name in the client's certificate.
  String client() {
    return client;
  }

  /// Whether the client went away before the answer was complete.
  boolean left() {
    return left;
  }

  String agentId() {
    return id("x-atom-agent-id");
  }

  String domainId() {
    return id("x-atom-domain-id");
  }

  String decisionId() {
    return id("x-atom-decision-id");
  }

  String requestId() {
    return id("x-request-id");
  }

  String remote() {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }

  String path() {
    return request.path() == null ? "" : request.path();
  }

  long latencyMicros(long nowNanos) {
    return (nowNanos - startedNanos) / 1000;
  }

  /// A header that is an identifier; anything else counts as absent.
  private String id(String header) {
    String value = request.getHeader(header);
    if (value == null || value.length() > ID_LENGTH_MAX) {
      return "";
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == ':';
      if (!fits) {
        return "";
      }
    }
    return value;
  }

  void answer(int status, Buffer body) {
    if (!response().headWritten() && !response().closed()) {
      response().setStatusCode(status).putHeader("content-type", "application/json").end(body);
    }
  }

  void refuse(LlmError error, String message) {
    refuse(error, message, "");
  }

  /// @param retryAfter seconds, or empty text
  void refuse(LlmError error, String message, String retryAfter) {
    reason = error.code();
    if (response().headWritten() || response().closed()) {
      return;
    }
    if (!retryAfter.isEmpty()) {
      response().putHeader("retry-after", retryAfter);
    }
    if (!error.retryable()) {
      response().putHeader("x-should-retry", "false");
    }
    if (error == LlmError.BODY_TOO_LARGE && request.version() != HttpVersion.HTTP_2) {
      // The rest of the body is still on its way and nobody will read it.
      response().putHeader("connection", "close");
    }
    answer(error.status(), error.body(message, decisionId()));
  }

  AccessEntry accessEntry(long nowMillis, long nowNanos) {
    String agent = request.getHeader("user-agent");
    boolean sent = response().headWritten();
    return new AccessEntry(
        nowMillis,
        new AccessEntry.Request(
            request.method().name(), path(), remote(), agent == null ? "" : agent),
        new AccessEntry.Caller("", agentId(), domainId()),
        new AccessEntry.Outcome(
            sent ? response().getStatusCode() : 0,
            latencyMicros(nowNanos),
            AccessEntry.Policy.NOT_ASKED,
            reason),
        requestId(),
        decisionId());
  }
}
