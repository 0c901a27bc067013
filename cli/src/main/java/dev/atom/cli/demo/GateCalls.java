// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Calls GATE as `curl` would.
final class GateCalls {
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
  private final HttpClient http;
  private final String url;

  GateCalls(Trust trust, String url) {
    this.http =
        HttpClient.newBuilder()
            .sslContext(trust.context())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.url = url;
  }

  String url() {
    return url;
  }

  /// The body of a chat with one message.
  static String body(String model, boolean streamed) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":"
        + streamed
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  }

  /// How a person would type the call.
  static String curl(DemoAgent agent, String credential, String body) {
    return "curl $GATE"
        + agent.shownPath()
        + "/chat/completions"
        + (credential.isEmpty() ? "" : " -H 'authorization: Bearer " + credential + "'")
        + " -d '"
        + body
        + "'";
  }

  /// A plain chat with this token; empty sends none.
  Answer chat(DemoAgent agent, String token, String model) throws InterruptedException {
    return answer(chatRequest(agent, token, body(model, false)));
  }

  /// A streamed chat, its bytes as they come.
  HttpResponse<InputStream> stream(DemoAgent agent, String model)
      throws IOException, InterruptedException {
    var request = chatRequest(agent, agent.token(), body(model, true)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  Answer models(DemoAgent agent) throws InterruptedException {
    return answer(request(agent.path() + "/models", agent.token()).GET());
  }

  private HttpRequest.Builder chatRequest(DemoAgent agent, String token, String body) {
    return request(agent.path() + "/chat/completions", token)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_WAIT);
    return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
  }

  private Answer answer(HttpRequest.Builder request) throws InterruptedException {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), flat(response.headers()), response.body());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "GATE at " + url + " does not answer: " + e, e);
    }
  }

  private static Map<String, String> flat(HttpHeaders headers) {
    Map<String, String> flat = new HashMap<>();
    headers.map().forEach((name, values) -> flat.put(name, String.join(", ", values)));
    return flat;
  }
}
