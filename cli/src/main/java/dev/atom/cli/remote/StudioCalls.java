// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange with studio: JSON there, JSON back, refusals as [AtomException] with studio's
/// own words.
final class StudioCalls {
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);
  private final HttpClient http;
  private final String base;

  StudioCalls(HttpClient http, String base) {
    this.http = http;
    this.base = base;
  }

  JsonNode send(String method, String path, @Nullable Object body, @Nullable String accessToken) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_WAIT);
    if (accessToken != null) {
      request.header("authorization", "Bearer " + accessToken);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("content-type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(Json.line(body)));
    }
    return result(exchange(request.build()), method, path);
  }

  StudioClient.Document document(String path, String accessToken) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER_WAIT)
            .header("authorization", "Bearer " + accessToken)
            .GET()
            .build();
    var response = exchange(request);
    if (response.statusCode() / 100 != 2) {
      throw new AtomException(code(response.statusCode()), refusal(response, "GET", path));
    }
    var next = response.headers().firstValueAsLong("x-atom-next-before");
    return new StudioClient.Document(
        response.body(), next.isPresent() ? Optional.of(next.getAsLong()) : Optional.empty());
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "studio at "
              + base
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "): is the instance running? ./atom status tells",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, "interrupted", e);
    }
  }

  private static JsonNode result(HttpResponse<String> response, String method, String path) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response.body().isBlank() ? Json.object() : Json.parse(response.body(), "studio");
    }
    throw new AtomException(code(status), refusal(response, method, path));
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 409 -> ErrorCode.CONFLICT;
      default -> status >= 500 ? ErrorCode.DEPENDENCY_UNAVAILABLE : ErrorCode.BAD_REQUEST;
    };
  }

  private static String refusal(HttpResponse<String> response, String method, String path) {
    String type = response.headers().firstValue("content-type").orElse("");
    String what = "studio refused " + method + " " + path + " (" + response.statusCode() + ")";
    if (!type.contains("json")) {
      return what;
    }
    JsonNode problem = Json.parse(response.body(), "studio");
    String detail = problem.path("detail").asText(problem.path("title").asText(""));
    String code = problem.path("code").asText("");
    return detail.isEmpty() ? what : code.isEmpty() ? detail : detail + " (" + code + ")";
  }
}
