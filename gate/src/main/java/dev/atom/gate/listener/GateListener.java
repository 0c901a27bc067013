// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Denial;
import dev.atom.gate.DenyReason;
import dev.atom.gate.Stage;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.OpenRoute;
import dev.atom.http.Probe;
import dev.atom.http.ProblemJson;
import dev.atom.http.StrictFraming;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The public listener: TLS 1.3, HTTP/1.1 and HTTP/2. Every request is either a health question or
/// an [Exchange]; what cannot even be read as a request is refused and recorded here.
public final class GateListener {
  private final Vertx vertx;
  private final GateServices gate;
  private final ConnectionGuard guard;
  private final Supplier<@Nullable ProblemJson> readiness;
  private final UnreadableRequests unreadable;
  private final Cors cors;
  private final AtomicBoolean draining = new AtomicBoolean();

  /// @param origins whose pages may call from a browser
  /// @param readiness what keeps GATE from serving, or null
  public GateListener(
      Vertx vertx,
      GateServices gate,
      ConnectionGuard guard,
      List<String> origins,
      Supplier<@Nullable ProblemJson> readiness) {
    this.vertx = vertx;
    this.gate = gate;
    this.guard = guard;
    this.cors = new Cors(origins);
    this.unreadable = new UnreadableRequests(gate);
    this.readiness = readiness;
    gate.worlds().onNewControl(world -> gate.edge().open().review(world));
  }

  /// A server for one event loop.
  HttpServer server(Vertx vertx, HttpServerOptions options) {
    var framing = new StrictFraming(options, () -> gate.clock().get().nanos(), this::refuseFrames);
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> {
          framing.handle(connection);
          guard.handle(connection);
        })
        .invalidRequestHandler(this::refuseUnreadable)
        .requestHandler(this::serve);
  }

  private void serve(HttpServerRequest request) {
    guard.begin(request.connection());
    request.response().endHandler(_ -> guard.end(request.connection()));
    if (!Heads.isPath(request.uri()) || !Heads.isMethod(request.method().name())) {
      refuseUnreadable(request);
      return;
    }
    if (cors.answersPreflight(request)) {
      return;
    }
    var probe = Probe.at(request.path());
    if (probe.isEmpty()) {
      exchange(request);
    } else if (!Probe.takes(request.method())) {
      refuseMethod(request);
    } else {
      switch (probe.get()) {
        case LIFE -> request.response().putHeader("content-type", "text/plain").end("ok\n");
        case READINESS -> answerReadiness(request);
      }
    }
  }

  /// What answers without a credential, for the operator's list and the test that crawls it.
  ///
  /// @param origins whose pages may call from a browser
  public static List<OpenRoute> openRoutes(List<String> origins) {
    List<OpenRoute> all = new ArrayList<>(Probe.routes());
    if (!origins.isEmpty()) {
      all.add(
          new OpenRoute(
              "OPTIONS",
              "any path",
              "a browser asks before it lets a page of "
                  + String.join(", ", origins)
                  + " call, and learns what may be asked"));
    }
    return all;
  }

  private void refuseMethod(HttpServerRequest request) {
    String method = request.method().name();
    var denial =
        Denial.of(
            Stage.LISTEN, DenyReason.METHOD_NOT_ALLOWED, "This path takes GET and HEAD.", method);
    request.response().putHeader("allow", Probe.METHODS);
    unreadable
        .refuse(request.remoteAddress().host(), method, request.path(), denial)
        .onSuccess(id -> Answers.refuse(request, denial, id, id.toString(), null))
        .onFailure(_ -> request.connection().close());
  }

  private void exchange(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    new Exchange(gate, request, vertx, context).begin();
  }

  private void answerReadiness(HttpServerRequest request) {
    ProblemJson problem =
        draining.get()
            ? new ProblemJson(503, "not_ready", "Not ready", "GATE is stopping")
            : readiness.get();
    if (problem != null) {
      var _ = problem.send(request.response());
    } else {
      request.response().putHeader("content-type", "text/plain").end("ready\n");
    }
  }

  /// SECURITY(T-11): bytes that are not one well-framed request are refused, recorded, and the
  /// connection is closed: what follows them could be read in two ways.
  private void refuseUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String detail =
        cause == null ? "the method or the target is none" : String.valueOf(cause.getMessage());
    var denial = Denial.of(Stage.LISTEN, reason(cause), message(cause), detail);
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("connection", "close");
      request.response().endHandler(_ -> request.connection().close());
    }
    unreadable
        .refuse(request.remoteAddress().host(), denial)
        .onSuccess(id -> Answers.refuse(request, denial, id, id.toString(), null))
        .onFailure(_ -> request.connection().close());
  }

  /// An HTTP/2 connection or stream that broke the rules is ended by the codec; here it is
  /// recorded.
  private void refuseFrames(HttpConnection connection, String why) {
    var denial =
        Denial.of(
            Stage.LISTEN, DenyReason.MALFORMED_REQUEST, "This is not well-formed HTTP/2.", why);
    var _ = unreadable.refuse(connection.remoteAddress().host(), denial);
  }

  private static DenyReason reason(@Nullable Throwable cause) {
    if (cause instanceof TooLongFrameException tooLong) {
      return String.valueOf(tooLong.getMessage()).contains("header")
          ? DenyReason.HEADERS_TOO_LARGE
          : DenyReason.URI_TOO_LONG;
    }
    return DenyReason.MALFORMED_REQUEST;
  }

  private static String message(@Nullable Throwable cause) {
    return switch (reason(cause)) {
      case HEADERS_TOO_LARGE -> "The headers are larger than allowed.";
      case URI_TOO_LONG -> "The request line is longer than allowed.";
      default -> "This is not a well-formed HTTP request.";
    };
  }

  /// From now on GATE says that it is not ready, and counts down.
  public void beginDrain() {
    draining.set(true);
  }

  /// Requests that have begun and have no end yet.
  public int underWay() {
    return gate.edge().open().underWay();
  }
}
