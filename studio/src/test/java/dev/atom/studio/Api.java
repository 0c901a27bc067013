// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// Calls a studio as a client would.
final class Api {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client;
  private final int port;

  Api(SSLContext tls, int port) {
    this.client = HttpClient.newBuilder().sslContext(tls).build();
    this.port = port;
  }

  Answer get(String path, String token) {
    return call("GET", path, token, "");
  }

  Answer post(String path, String token, Map<String, ?> body) {
    return call("POST", path, token, write(body));
  }

  Answer patch(String path, String token, Map<String, ?> body) {
    return call("PATCH", path, token, write(body));
  }

  Answer delete(String path, String token) {
    return call("DELETE", path, token, "");
  }

  /// Any method with a body.
  Answer send(String method, String path, String token, Map<String, ?> body) {
    return call(method, path, token, write(body));
  }

  /// @param token empty for none
  Answer call(String method, String path, String token, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String write(Map<String, ?> body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(response.body(), e);
      }
    }

    String text(String field) {
      return json().path(field).asText();
    }

    /// Status and code, as in `401 invalid_token`.
    String refusal() {
      return status() + " " + text("code");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String decisionId() {
      return header("x-atom-decision-id");
    }

    Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError("expected " + status + ", got " + status() + ": " + body());
      }
      return this;
    }
  }
}
