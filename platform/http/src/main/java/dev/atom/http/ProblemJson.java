// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/// A problem document (RFC 9457), with a stable `code` beside the fields of the standard.
///
/// @param status the HTTP status
/// @param code the stable code, such as `not_ready`
/// @param title the code in words, the same every time
/// @param detail what happened this time and what to do; holds no secret
public record ProblemJson(int status, String code, String title, String detail) {
  /// The media type.
  public static final String MEDIA_TYPE = "application/problem+json";

  public ProblemJson {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not that of a problem");
    }
  }

  /// The document.
  public Buffer toBuffer() {
    return new JsonObject()
        .put("type", "tag:atom.dev,2026:problem/" + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("code", code)
        .toBuffer();
  }

  /// Ends `response` with this document, unless its head is already written.
  public Future<Void> send(HttpServerResponse response) {
    if (response.headWritten()) {
      return response.ended() ? Future.succeededFuture() : response.reset().mapEmpty();
    }
    return response
        .setStatusCode(status)
        .putHeader("content-type", MEDIA_TYPE)
        .putHeader("cache-control", "no-store")
        .end(toBuffer());
  }
}
