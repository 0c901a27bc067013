// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// The control plane as an administrator uses it.
public final class StudioClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String base;
  private String token = "";

  public StudioClient(SSLContext tls, int port) {
    this.http = HttpClient.newBuilder().sslContext(tls).build();
    this.base = "https://localhost:" + port;
  }

  public void login(String email, String password) {
    token =
        post("/api/auth/login", Map.of("email", email, "password", password))
            .get("access_token")
            .asText();
  }

  /// The administrator's access token.
  public String token() {
    return token;
  }

  /// The access token of a new developer.
  String developer(String email) {
    JsonNode invited =
        post(
            "/api/users/invite",
            Map.of("email", email, "full_name", "A Developer", "role", "developer"));
    String password = invited.get("temporary_password").asText();
    return post("/api/auth/login", Map.of("email", email, "password", password))
        .get("access_token")
        .asText();
  }

  /// A new domain's id.
  public String domain(String name) {
    return post("/api/domains", Map.of("name", name)).get("id").asText();
  }

  /// A new agent with its first token.
  public TestAgent agent(String domainId, String name, Map<String, Object> settings) {
    var body = new java.util.HashMap<>(settings);
    body.put("name", name);
    JsonNode made = post("/api/domains/" + domainId + "/agents", body);
    return new TestAgent(domainId, made.at("/agent/id").asText(), made.get("token").asText());
  }

  public void set(TestAgent agent, Map<String, Object> settings) {
    send("PATCH", path(agent), settings);
  }

  public void suspend(TestAgent agent) {
    post(path(agent) + "/suspend", Map.of());
  }

  public void delete(TestAgent agent) {
    send("DELETE", path(agent), Map.of());
  }

  public void revoke(String agentToken) {
    post("/api/tokens/revoke", Map.of("token", agentToken));
  }

  /// A further token of `kind`.
  public String issue(TestAgent agent, String kind) {
    return post(path(agent) + "/tokens", Map.of("kind", kind)).get("token").asText();
  }

  /// Voids all tokens of `kind` and makes a new one.
  public String regenerate(TestAgent agent, String kind) {
    return post(path(agent) + "/tokens/regenerate", Map.of("kind", kind)).get("token").asText();
  }

  private static String path(TestAgent agent) {
    return "/api/domains/" + agent.domain() + "/agents/" + agent.id();
  }

  public JsonNode get(String path) {
    return send("GET", path, Map.of());
  }

  /// The text of an answer that is no JSON document.
  String text(String path) {
    return exchange("GET", path, HttpRequest.BodyPublishers.noBody()).body();
  }

  /// What a POST is answered, whether it succeeds or not.
  String posted(String path, String body) {
    return exchange("POST", path, HttpRequest.BodyPublishers.ofString(body)).body();
  }

  private HttpResponse<String> exchange(
      String method, String path, HttpRequest.BodyPublisher publisher) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(base + path))
              .header("content-type", "application/json")
              .header("authorization", "Bearer " + token)
              .method(method, publisher)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private JsonNode post(String path, Map<String, ?> body) {
    return send("POST", path, body);
  }

  private JsonNode send(String method, String path, Map<String, ?> body) {
    try {
      var publisher =
          method.equals("GET")
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
      var request =
          HttpRequest.newBuilder(URI.create(base + path))
              .header("content-type", "application/json")
              .header("authorization", "Bearer " + token)
              .method(method, publisher)
              .build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as("%s %s: %s", method, path, answer.body())
          .isBetween(200, 299);
      return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
