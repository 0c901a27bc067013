// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Caller;
import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.GatePipeline.Refused;
import dev.atom.gate.Moment;
import dev.atom.gate.Problems;
import dev.atom.gate.RequestHead;
import dev.atom.gate.Stage;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.PlainText;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// What never became a request: broken framing, plain text, connections that send nothing whole.
/// Each is put on record and into the access log like any other refusal, with neither method nor
/// path, since nothing that was sent can be believed.
public final class UnreadableRequests implements PlainText {
  private static final Denial PLAIN_TEXT =
      Denial.of(Stage.LISTEN, DenyReason.HTTPS_REQUIRED, "This port speaks HTTPS only.", "no TLS");
  private static final Denial NO_HEAD =
      Denial.of(
          Stage.LISTEN,
          DenyReason.REQUEST_TIMEOUT,
          "No request came in time.",
          "no complete head within bounds.head-time");
  private static final Denial TOO_MANY =
      Denial.of(
          Stage.LISTEN,
          DenyReason.NOT_READY,
          "There are too many connections.",
          "above listener.connections");
  private static final Denial STREAMS =
      Denial.of(
          Stage.LISTEN,
          DenyReason.MALFORMED_REQUEST,
          "There are too many requests at once.",
          "more streams than a connection may have");

  private final GateServices gate;

  public UnreadableRequests(GateServices gate) {
    this.gate = gate;
  }

  /// Puts a refusal on record. Gives its decision id when that is done, or counted; fails when it
  /// cannot be. Answers on the caller's event loop where there is one.
  Future<UUID> refuse(String source, Denial denial) {
    return refuse(source, "", "", denial);
  }

  /// The same, where method and path could be read.
  Future<UUID> refuse(String source, String method, String path, Denial denial) {
    UUID id = gate.records().nextId();
    var head = new RequestHead(method, path, null, null, Map.of(), source, id.toString());
    var refused = new Refused(denial, new Caller.Nameless(""), "");
    Moment now = gate.clock().get();
    var counted =
        gate.counted().countedUnder(id, source, refused.caller(), denial.reason().code(), now);
    UUID on = counted.orElse(id);
    gate.edge().accessLog().write(AccessLines.refused(head, on, refused, now.wall(), 0));
    if (counted.isPresent()) {
      return Future.succeededFuture(on);
    }
    var recorded = gate.records().refused(id, head, refused, null, null, gate.worlds().get(), 0);
    Context context = Vertx.currentContext();
    return context == null
        ? Future.fromCompletionStage(recorded).map(id)
        : Future.fromCompletionStage(recorded, context).map(id);
  }

  /// A connection was closed before its first request.
  public void closed(HttpConnection connection, ConnectionGuard.Refusal why) {
    var denial =
        switch (why) {
          case NO_REQUEST -> NO_HEAD;
          case TOO_MANY -> TOO_MANY;
          case TOO_MANY_STREAMS -> STREAMS;
        };
    var _ = refuse(connection.remoteAddress().host(), denial);
  }

  /// SECURITY(T-17): whoever speaks plain HTTP learns that HTTPS is needed, and nothing else.
  @Override
  public void spoken(String remote, boolean http, Consumer<byte[]> answer) {
    refuse(remote, PLAIN_TEXT)
        .onSuccess(id -> answer.accept(http ? upgrade(id) : new byte[0]))
        .onFailure(_ -> answer.accept(new byte[0]));
  }

  private static byte[] upgrade(UUID id) {
    String body = Problems.body(PLAIN_TEXT, id.toString());
    String answer =
        "HTTP/1.1 426 Upgrade Required\r\nupgrade: TLS/1.3, HTTP/1.1\r\n"
            + "connection: upgrade, close\r\nx-should-retry: false\r\nx-atom-decision-id: "
            + id
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return answer.getBytes(StandardCharsets.US_ASCII);
  }
}
