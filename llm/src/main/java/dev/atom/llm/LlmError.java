// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// What can be refused or go wrong, with its form on the wire: the only place that knows statuses.
enum LlmError {
  /// The client certificate is not of a process that may call.
  CLIENT_NOT_ALLOWED(403, "PermissionDeniedError", "client_not_allowed"),
  /// The virtual key is missing, not the agent's, or no virtual key at all.
  INVALID_TOKEN(401, "AuthenticationError", "invalid_token"),
  /// The bytes are not one well-framed request.
  MALFORMED_REQUEST(400, "BadRequestError", "malformed_request"),
  /// The document cannot be understood.
  INVALID_REQUEST(400, "BadRequestError", "invalid_request"),
  /// Nobody answers that model.
  MODEL_NOT_FOUND(404, "NotFoundError", "model_not_found"),
  /// There is no such route.
  ROUTE_NOT_FOUND(404, "NotFoundError", "route_not_found"),
  /// The health questions take GET and HEAD alone.
  METHOD_NOT_ALLOWED(405, "BadRequestError", "method_not_allowed"),
  /// The body is above the limit.
  BODY_TOO_LARGE(413, "BadRequestError", "body_too_large"),
  /// The provider limits us.
  RATE_LIMITED(429, "RateLimitError", "rate_limit_exceeded"),
  /// The provider does not answer, or not as it should.
  UPSTREAM_UNAVAILABLE(502, "ServiceUnavailableError", "upstream_unavailable"),
  /// Usage cannot be recorded, so nothing is used.
  AUDIT_UNAVAILABLE(503, "ServiceUnavailableError", "audit_unavailable"),
  /// The process is stopping.
  NOT_READY(503, "ServiceUnavailableError", "not_ready"),
  /// A defect of ours.
  INTERNAL(500, "InternalServerError", "internal_error");

  private final int status;
  private final String type;
  private final String code;

  LlmError(int status, String type, String code) {
    this.status = status;
    this.type = type;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /// Whether the client library should try again by itself.
  boolean retryable() {
    return this == RATE_LIMITED;
  }

  Buffer body(String message, String decisionId) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code)
                .put("decision_id", decisionId))
        .toBuffer();
  }
}
