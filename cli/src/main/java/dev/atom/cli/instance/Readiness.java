// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a process whether it is ready.
public final class Readiness {
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(3);
  private final HttpClient client;

  /// @param client knows the instance's certificates
  public Readiness(HttpClient client) {
    this.client = client;
  }

  /// Empty when the process at `url` is ready, else why not.
  public String problem(String url) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/readyz")).timeout(ANSWER_WAIT).GET().build();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? ""
          : "answers " + response.statusCode() + " " + response.body().strip();
    } catch (IOException e) {
      return "does not answer (" + e.getClass().getSimpleName() + ")";
    }
  }
}
