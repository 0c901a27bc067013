// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/// Which pages of other origins may call from a browser (the CORS protocol of the Fetch standard).
///
/// Origins are compared whole, never by their end; nobody else's browser learns anything from the
/// headers of an answer. Credentials are bearer tokens that the page itself sends, so cookies are
/// never allowed.
final class Cors {
  private static final String EXPOSED =
      "x-atom-decision-id, x-request-id, retry-after, ratelimit, ratelimit-policy";

  private final Set<String> origins;

  /// @param origins such as `https://portal.example.org`; none by default
  Cors(List<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /// Marks the answer for a page of an allowed origin. Answers a preflight question of such a page
  /// and says so: then the request ends here, as it asks for nothing but permission to ask.
  boolean answersPreflight(HttpServerRequest request) {
    String origin = request.getHeader("origin");
    if (origin == null || !origins.contains(origin)) {
      return false;
    }
    var response = request.response();
    response.putHeader("access-control-allow-origin", origin);
    response.putHeader("access-control-expose-headers", EXPOSED);
    response.putHeader("vary", "origin");
    if (!request.method().equals(HttpMethod.OPTIONS)
        || request.getHeader("access-control-request-method") == null) {
      return false;
    }
    response
        .putHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE")
        .putHeader("access-control-allow-headers", "authorization, content-type, x-request-id")
        .putHeader("access-control-max-age", "600")
        .setStatusCode(204)
        .end();
    return true;
  }
}
