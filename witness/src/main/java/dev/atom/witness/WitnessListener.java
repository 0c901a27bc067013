// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.http.ConnectionGuard;
import dev.atom.http.ProblemJson;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wire of the witness: bounded bodies in, the statuses of the standard out. Whoever calls is
/// nobody: only what the log's key signed counts.
final class WitnessListener implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessListener.class);
  private static final int BODY_BYTES_MAX = 32 * 1024;
  private static final String ADD_CHECKPOINT = "/add-checkpoint";

  private final ConnectionGuard guard;
  private final Vertx vertx;
  private final Memory memory;

  WitnessListener(ConnectionGuard guard, Vertx vertx, Memory memory) {
    this.guard = guard;
    this.vertx = vertx;
    this.memory = memory;
  }

  @Override
  public void handle(HttpServerRequest request) {
    guard.begin(request.connection());
    request.response().endHandler(_ -> guard.end(request.connection()));
    switch (request.path()) {
      case "/healthz" -> text(request, 200, "text/plain", "ok\n");
      case "/readyz" -> text(request, 200, "text/plain", "ready\n");
      case ADD_CHECKPOINT -> receive(request);
      default -> problem(request, 404, "route_not_found", "there is nothing here");
    }
  }

  private void receive(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      problem(request, 405, "method_not_allowed", "checkpoints are posted");
      return;
    }
    var body = Buffer.buffer();
    request.handler(part -> {
      if (body.length() <= BODY_BYTES_MAX) {
        body.appendBuffer(part);
      }
    });
    request.endHandler(_ -> complete(request, body));
  }

  private void complete(HttpServerRequest request, Buffer body) {
    if (body.length() > BODY_BYTES_MAX) {
      problem(request, 413, "body_too_large", "a checkpoint has at most 32 KiB");
      return;
    }
    vertx
        .executeBlocking(() -> memory.add(body.getBytes()))
        .onSuccess(answer -> answer(request, answer))
        .onFailure(failure -> {
          LOG.atError().addKeyValue("event", "not_remembered").setCause(failure).log("no answer");
          problem(request, 500, "not_remembered", "the checkpoint could not be remembered");
        });
  }

  private static void answer(HttpServerRequest request, Answer answer) {
    switch (answer) {
      case Answer.Cosigned(var line) ->
          text(request, 200, "text/plain; charset=utf-8", line.line() + "\n");
      case Answer.Malformed(String why) -> problem(request, 400, "malformed_request", why);
      case Answer.Unsigned _ ->
          problem(request, 403, "not_signed", "no key of the log signed this checkpoint");
      case Answer.UnknownLog _ -> problem(request, 404, "log_unknown", "this log is not seen here");
      case Answer.Conflict(long size) -> text(request, 409, "text/x.tlog.size", size + "\n");
      case Answer.Unproved _ ->
          problem(request, 422, "proof_wrong", "the proof does not lead to this checkpoint");
    }
  }

  private static void problem(HttpServerRequest request, int status, String code, String detail) {
    new ProblemJson(status, code, code, detail).send(request.response());
  }

  private static void text(HttpServerRequest request, int status, String type, String text) {
    request.response().setStatusCode(status).putHeader("content-type", type).end(text);
  }
}
