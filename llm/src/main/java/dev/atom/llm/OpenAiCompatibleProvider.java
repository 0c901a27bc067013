// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.Secret;
import dev.atom.http.UpstreamOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/// A provider elsewhere that speaks OpenAI's wire format.
///
/// Documents go through as they are, unknown fields too. For streams it asks for the usage, so that
/// it can be recorded. A call is never repeated: the provider may already have worked for it.
final class OpenAiCompatibleProvider implements Provider {
  private static final int CONNECTIONS = 64;
  private static final int WAITING = 256;
  private static final long ANSWER_BYTES_MAX = 32L * 1024 * 1024;
  private static final long ERROR_BYTES_MAX = 64L * 1024;

  private final String name;
  private final Optional<Secret> apiKey;
  private final long timeoutMillis;
  private final URI base;
  private final String prefix;
  private final HttpClientAgent client;

  OpenAiCompatibleProvider(ProviderConfig config, Vertx vertx) {
    this.name = config.name();
    this.apiKey = config.apiKey();
    this.timeoutMillis = config.timeout().toMillis();
    this.base = config.baseUrl().orElseThrow();
    this.prefix = prefix(base);
    var options =
        base.getScheme().equals("https")
            ? UpstreamOptions.outbound(config.ca())
            : UpstreamOptions.plain();
    this.client = vertx.createHttpClient(options, UpstreamOptions.pool(CONNECTIONS, WAITING));
  }

  /// `https://host/v1/` and `https://host` mean the same.
  private static String prefix(URI base) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return path.endsWith("/v1") ? path.substring(0, path.length() - 3) : path;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Future<Reply> ask(Question question) {
    boolean usageWanted = question.streamed() && askForUsage(question.body());
    Buffer body = question.body().toBuffer();
    return client
        .request(target(question.endpoint()))
        .compose(request -> send(request, question, body))
        .compose(response -> answer(response, question, usageWanted))
        .recover(this::unreachable);
  }

  /// Makes the provider tell the usage of a stream.
  ///
  /// @return whether the client had asked for it
  private static boolean askForUsage(JsonObject body) {
    var options =
        body.getValue("stream_options") instanceof JsonObject given ? given : new JsonObject();
    boolean wanted = Boolean.TRUE.equals(options.getValue("include_usage"));
    body.put("stream_options", options.put("include_usage", true));
    return wanted;
  }

  private RequestOptions target(Endpoint endpoint) {
    boolean tls = base.getScheme().equals("https");
    int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(base.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(prefix + endpoint.path());
  }

  private Future<HttpClientResponse> send(
      HttpClientRequest request, Question question, Buffer body) {
    question.cancellation().then(request::reset);
    apiKey.ifPresent(key -> request.putHeader("authorization", "Bearer " + key.reveal()));
    return request
        .putHeader("content-type", "application/json")
        .putHeader("accept", question.streamed() ? "text/event-stream" : "application/json")
        .putHeader("user-agent", "atom-llm")
        .putHeader("x-request-id", question.requestId())
        .idleTimeout(timeoutMillis)
        .send(body);
  }

  private Future<Reply> answer(
      HttpClientResponse response, Question question, boolean usageWanted) {
    response.pause();
    int status = response.statusCode();
    if (status != 200) {
      return refused(response);
    }
    boolean events = mediaType(response).equals("text/event-stream");
    if (question.streamed() != events) {
      response.request().reset();
      return Future.succeededFuture(down("it answered in another form than was asked for"));
    }
    if (events) {
      var tap = new UsageTap();
      var stream = new ProviderEvents(response, tap, usageWanted).connect();
      return Future.succeededFuture(new Reply.Streamed(stream, tap));
    }
    return BoundedBody.read(response, ANSWER_BYTES_MAX)
        .onFailure(_ -> response.request().reset())
        .map(this::whole);
  }

  private static String mediaType(HttpClientResponse response) {
    String value = response.getHeader("content-type");
    if (value == null) {
      return "";
    }
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip();
  }

  private Reply whole(Buffer body) {
    try {
      return new Reply.Whole(body, Usage.read(new JsonObject(body), Usage.UNKNOWN));
    } catch (DecodeException | ClassCastException _) {
      return down("its answer is not a JSON object");
    }
  }

  private Future<Reply> refused(HttpClientResponse response) {
    int status = response.statusCode();
    String after = response.getHeader("retry-after");
    return BoundedBody.read(response, ERROR_BYTES_MAX)
        .onFailure(_ -> response.request().reset())
        .recover(_ -> Future.succeededFuture(Buffer.buffer()))
        .map(body -> refusal(status, body, after == null ? "" : after));
  }

  private Reply refusal(int status, Buffer body, String retryAfter) {
    return switch (status) {
      case 400, 413, 422 ->
          new Reply.Failed(LlmError.INVALID_REQUEST, ProviderWords.message(body, apiKey, name), "");
      case 404 ->
          new Reply.Failed(
              LlmError.MODEL_NOT_FOUND, "provider " + name + " does not have that model", "");
      case 429 ->
          new Reply.Failed(
              LlmError.RATE_LIMITED,
              "provider " + name + " is limiting requests",
              ProviderWords.seconds(retryAfter));
      // SECURITY(T-13): a provider's words about credentials may repeat them: never passed on
      case 401, 403 -> down("it refused the credentials it is called with");
      default -> down("it answered with status " + status);
    };
  }

  private Future<Reply> unreachable(Throwable cause) {
    return Future.succeededFuture(
        down(cause instanceof BoundedBody.TooLarge ? "its answer is too large" : why(cause)));
  }

  private static String why(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    return kind.contains("Timeout") ? "it did not answer in time" : "it cannot be reached";
  }

  private Reply down(String what) {
    return new Reply.Failed(LlmError.UPSTREAM_UNAVAILABLE, "provider " + name + ": " + what, "");
  }

  @Override
  public void close() {
    client.close();
  }
}
