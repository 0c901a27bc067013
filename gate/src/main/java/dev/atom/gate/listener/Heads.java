// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.RequestHead;
import dev.atom.gate.Stage;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the head of a request into a [RequestHead], and holds it to the bounds.
final class Heads {
  private static final int REQUEST_ID_MAX = 64;

  private Heads() {}

  static RequestHead read(HttpServerRequest request, UUID id) {
    String path = request.path();
    return new RequestHead(
        request.method().name(),
        path == null ? "" : path,
        request.query(),
        authorization(request),
        ForwardedHeaders.seen(request.headers()),
        request.remoteAddress().host(),
        requestId(request, id));
  }

  /// Two credentials are none: which of them counts would be a guess.
  private static @Nullable String authorization(HttpServerRequest request) {
    List<String> sent = request.headers().getAll("authorization");
    return switch (sent.size()) {
      case 0 -> null;
      case 1 -> sent.getFirst();
      default -> "repeated";
    };
  }

  private static String requestId(HttpServerRequest request, UUID id) {
    String sent = request.getHeader("x-request-id");
    return sent != null && isPlain(sent) ? sent : id.toString();
  }

  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() > REQUEST_ID_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /// Whether a target is a path, with or without a query, of visible ASCII. The decoder of HTTP/1
  /// has seen to that; HTTP/2 carries any bytes, and CONNECT without a target at all.
  static boolean isPath(@Nullable String target) {
    if (target == null) {
      return false;
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return target.startsWith("/");
  }

  /// Whether a method is written in upper-case letters, perhaps with hyphens.
  static boolean isMethod(String method) {
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '-') {
        return false;
      }
    }
    return !method.isEmpty();
  }

  /// What is out of bounds in the head, if anything.
  static Optional<Denial> outOfBounds(HttpServerRequest request, RequestBounds bounds) {
    if (request.uri().length() > bounds.uri().bytes()) {
      return denied(
          DenyReason.URI_TOO_LONG, "The request target is longer than " + bounds.uri() + ".");
    }
    if (parameters(request.query()) > bounds.parameters()) {
      return denied(
          DenyReason.TOO_MANY_PARAMETERS,
          "There are more than " + bounds.parameters() + " query parameters.");
    }
    return Optional.empty();
  }

  private static Optional<Denial> denied(DenyReason reason, String message) {
    return Optional.of(Denial.of(Stage.LISTEN, reason, message));
  }

  private static int parameters(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return 0;
    }
    int count = 1;
    for (int i = 0; i < query.length(); i++) {
      if (query.charAt(i) == '&') {
        count++;
      }
    }
    return count;
  }

  /// Whether the caller waits to be told before it sends its body.
  static boolean awaitsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader("expect"));
  }

  /// Whether a body follows.
  static boolean hasBody(HttpServerRequest request) {
    return switch (request.method().name()) {
      case "GET", "HEAD", "DELETE", "OPTIONS" ->
          request.headers().contains("transfer-encoding") || BodyReader.declaredLength(request) > 0;
      default -> true;
    };
  }
}
