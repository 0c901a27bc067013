// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;

/// A plain HTTP client of GATE, for what the official SDKs do not show.
public final class GateClient {
  public static final String CHAT =
      "{\"model\":\"offline\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  private final HttpClient http;
  private final String base;

  public GateClient(SSLContext tls, int port) {
    this.http =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    this.base = "https://localhost:" + port;
  }

  private GateClient(HttpClient http, String base) {
    this.http = http;
    this.base = base;
  }

  /// The same GATE, called from another loopback address: sources are counted apart.
  public GateClient from(String address, SSLContext tls) {
    try {
      var own =
          HttpClient.newBuilder()
              .sslContext(tls)
              .localAddress(InetAddress.getAllByName(address)[0]);
      return new GateClient(own.version(HttpClient.Version.HTTP_1_1).build(), base);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An answer.
  public record Answer(int status, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String code() {
      return json().at("/error/code").asText();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String decision() {
      return header("x-atom-decision-id");
    }
  }

  public Answer chat(TestAgent agent) {
    return chat(agent.base(), agent.token());
  }

  public Answer chat(String agentBase, String token) {
    return post(agentBase + "/v1/chat/completions", token, CHAT);
  }

  public Answer post(String path, String token, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer get(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The answer's bytes as they come.
  public HttpResponse<InputStream> open(String path, String token, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  public String base() {
    return base;
  }
}
