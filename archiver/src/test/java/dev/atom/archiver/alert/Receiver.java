// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes posts: a SIEM, or whoever an Alertmanager tells. Can be told to refuse for a while.
final class Receiver implements AutoCloseable {
  /// A post as it came.
  record Post(String path, String id, String timestamp, String signature, String body) {
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  final List<Post> posts = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final HttpServer server;

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      var headers = exchange.getRequestHeaders();
      posts.add(
          new Post(
              exchange.getRequestURI().getPath(),
              String.valueOf(headers.getFirst("X-Atom-Alert-Id")),
              String.valueOf(headers.getFirst("X-Atom-Timestamp")),
              String.valueOf(headers.getFirst("X-Atom-Signature")),
              new String(body, StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /// Answers the next posts with 503.
  void refuse(int times) {
    refusals.set(times);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The rules of the alerts that were posted to `path`, as often as they came.
  List<String> rules() {
    return posts.stream().map(post -> post.json().getString("rule")).sorted().toList();
  }

  /// The names of the alerts that an Alertmanager told of, as often as it did.
  List<String> told() {
    return posts.stream()
        .map(Post::json)
        .map(json -> json.getJsonArray("alerts", new JsonArray()))
        .flatMap(alerts -> alerts.stream().map(JsonObject.class::cast))
        .map(alert -> alert.getJsonObject("labels").getString("alertname"))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
