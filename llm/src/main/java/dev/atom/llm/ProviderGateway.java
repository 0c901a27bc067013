// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.audit.EventKind;
import dev.atom.http.PeerCertificate;
import dev.atom.http.Probe;
import dev.atom.http.ProblemJson;
import dev.atom.llm.VirtualKeys.Opening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one exchange, in this order: certificate, caller's token, virtual key, route, body,
/// model, provider. Runs on the event loop of its connection and keeps no state between exchanges.
final class ProviderGateway {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderGateway.class);
  private static final String MODELS = "/v1/models";

  /// Documents above this are read on a worker thread.
  private static final int INLINE_BYTES_MAX = 256 * 1024;

  private final Vertx vertx;
  private final Set<String> allowedClients;
  private final VirtualKeys keys;
  private final ModelTable models;
  private final Ledger ledger;
  private final long bodyBytesMax;
  private final BooleanSupplier stopping;

  ProviderGateway(
      Vertx vertx,
      LlmConfig config,
      VirtualKeys keys,
      ModelTable models,
      Ledger ledger,
      BooleanSupplier stopping) {
    this.vertx = vertx;
    this.allowedClients = Set.copyOf(config.listener().allowedClients());
    this.keys = keys;
    this.models = models;
    this.ledger = ledger;
    this.bodyBytesMax = config.limits().body().bytes();
    this.stopping = stopping;
  }

  void serve(Exchange exchange) {
    var probe = Probe.at(exchange.path());
    if (probe.isEmpty()) {
      authenticate(exchange);
    } else if (!Probe.takes(exchange.request().method())) {
      exchange.response().putHeader("allow", Probe.METHODS);
      refuse(exchange, EventKind.REFUSAL, "method_not_allowed", LlmError.METHOD_NOT_ALLOWED);
    } else {
      switch (probe.get()) {
        case LIFE -> exchange.response().putHeader("content-type", "text/plain").end("ok\n");
        case READINESS -> ready(exchange);
      }
    }
  }

  /// Puts on record what never became a request.
  void unreadable(HttpConnection connection, String why) {
    String client = PeerCertificate.commonName(connection).orElse("");
    ledger.unreadable(connection.remoteAddress().hostAddress(), client, why);
  }

  private void ready(Exchange exchange) {
    if (stopping.getAsBoolean()) {
      notReady(exchange, "the process is stopping");
    } else if (!ledger.open()) {
      notReady(exchange, "the audit trail does not answer: is its database up?");
    } else {
      exchange.response().putHeader("content-type", "text/plain").end("ready\n");
    }
  }

  private static void notReady(Exchange exchange, String detail) {
    new ProblemJson(503, "not_ready", "Not ready", detail).send(exchange.response());
  }

  private void authenticate(Exchange exchange) {
    // SECURITY(T-16): a certificate of our authority is not enough; only GATE asks for agents
    if (!allowedClients.contains(exchange.client())) {
      refuse(exchange, EventKind.REFUSAL, "client_not_allowed", LlmError.CLIENT_NOT_ALLOWED);
      return;
    }
    // SECURITY(T-08): callers' own tokens end at GATE
    if (CallerTokens.anyIn(exchange.request().headers())) {
      refuse(exchange, EventKind.AUTH_FAILURE, "caller_token_forwarded", LlmError.INVALID_TOKEN);
      return;
    }
    String authorization = exchange.request().getHeader("authorization");
    switch (keys.open(authorization == null ? "" : authorization, exchange.agentId())) {
      case Opening.Refused(String reason) ->
          refuse(exchange, EventKind.AUTH_FAILURE, reason, LlmError.INVALID_TOKEN);
      case Opening.Opened(String hash) -> route(exchange, hash);
    }
  }

  private void refuse(Exchange exchange, EventKind kind, String reason, LlmError error) {
    String message =
        switch (error) {
          case CLIENT_NOT_ALLOWED ->
              "'" + exchange.client() + "' may not call: its certificate is of another process";
          case INVALID_TOKEN -> "the virtual key is refused: " + reason;
          default -> reason;
        };
    exchange.refuse(error, message);
    ledger.refused(
        kind, exchange, reason, error.status(), exchange.latencyMicros(System.nanoTime()));
  }

  private void route(Exchange exchange, String keyHash) {
    HttpMethod method = exchange.request().method();
    String path = exchange.path();
    if (method.equals(HttpMethod.GET) && path.equals(MODELS)) {
      exchange.answer(200, models.list().toBuffer());
    } else if (method.equals(HttpMethod.GET) && path.startsWith(MODELS + "/")) {
      model(exchange, path.substring(MODELS.length() + 1));
    } else {
      Optional<Provider.Endpoint> endpoint = endpoint(path);
      if (endpoint.isPresent() && method.equals(HttpMethod.POST)) {
        receive(exchange, endpoint.get(), keyHash);
      } else {
        exchange.refuse(LlmError.ROUTE_NOT_FOUND, "there is no " + method + " " + path);
      }
    }
  }

  private static Optional<Provider.Endpoint> endpoint(String path) {
    for (Provider.Endpoint each : Provider.Endpoint.values()) {
      if (each.path().equals(path)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private void model(Exchange exchange, String encoded) {
    String name;
    try {
      name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      name = encoded;
    }
    Optional<JsonObject> found = models.one(name);
    if (found.isPresent()) {
      exchange.answer(200, found.get().toBuffer());
    } else {
      exchange.refuse(LlmError.MODEL_NOT_FOUND, unknownModel(name));
    }
  }

  private static String unknownModel(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) : name;
    return "model '" + shown + "' has no provider here: GET /v1/models lists those that have";
  }

  private void receive(Exchange exchange, Provider.Endpoint endpoint, String keyHash) {
    if (!ledger.open()) {
      exchange.refuse(LlmError.AUDIT_UNAVAILABLE, "usage cannot be recorded, so nothing is used");
      return;
    }
    if (declaredLength(exchange) > bodyBytesMax) {
      tooLarge(exchange);
      return;
    }
    BoundedBody.read(exchange.request(), bodyBytesMax)
        .compose(this::parse)
        .onSuccess(document -> ask(exchange, endpoint, document, keyHash))
        .onFailure(failure -> unreadable(exchange, failure));
  }

  private static long declaredLength(Exchange exchange) {
    String length = exchange.request().getHeader("content-length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private Future<JsonObject> parse(Buffer body) {
    if (body.length() <= INLINE_BYTES_MAX) {
      try {
        return Future.succeededFuture(new JsonObject(body));
      } catch (DecodeException | ClassCastException e) {
        return Future.failedFuture(e);
      }
    }
    return vertx.executeBlocking(() -> new JsonObject(body), false);
  }

  private void unreadable(Exchange exchange, Throwable failure) {
    switch (failure) {
      case BoundedBody.TooLarge _ -> tooLarge(exchange);
      case DecodeException _, ClassCastException _ ->
          exchange.refuse(LlmError.INVALID_REQUEST, "the body is not a JSON object");
      default -> exchange.refuse(LlmError.INVALID_REQUEST, "the body did not arrive");
    }
  }

  private void tooLarge(Exchange exchange) {
    exchange.refuse(
        LlmError.BODY_TOO_LARGE, "the body is above " + bodyBytesMax + " bytes: send less");
  }

  private void ask(
      Exchange exchange, Provider.Endpoint endpoint, JsonObject document, String keyHash) {
    if (!(document.getValue("model") instanceof String model) || model.isEmpty()) {
      exchange.refuse(LlmError.INVALID_REQUEST, "the field model is missing");
      return;
    }
    Optional<Provider> provider = models.providerOf(model);
    if (provider.isEmpty()) {
      exchange.refuse(LlmError.MODEL_NOT_FOUND, unknownModel(model));
      return;
    }
    // What goes to the provider is written anew from what was read here: one reading, no smuggling.
    boolean streamed =
        endpoint == Provider.Endpoint.CHAT && Boolean.TRUE.equals(document.getValue("stream"));
    var question =
        new Provider.Question(
            endpoint, model, document, streamed, exchange.requestId(), exchange.cancellation());
    var delivery = new Delivery(exchange, ledger, provider.get().name(), question, keyHash);
    asked(provider.get(), question)
        .onSuccess(delivery::deliver)
        .onFailure(failure -> {
          LOG.atError().setCause(failure).log("a provider failed in an unforeseen way");
          delivery.deliver(
              new Provider.Reply.Failed(LlmError.INTERNAL, "this is a defect of ours", ""));
        });
  }

  /// What a provider throws is a failed answer too: otherwise the caller would wait for ever.
  private static Future<Provider.Reply> asked(Provider provider, Provider.Question question) {
    try {
      return provider.ask(question);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
