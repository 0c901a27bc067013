// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A small model server that speaks OpenAI's wire format, in the place of an Ollama or vLLM.
///
/// `wire-small` answers, word by word with pauses when streamed. `wire-silent` says one word and
/// then nothing until the server is closed.
final class WireServer implements AutoCloseable {
  /// The words of every answer.
  static final List<String> WORDS = List.of("Spoken", " over", " the", " wire", ".");

  private static final long PAUSE_MILLIS = 150;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private WireServer(HttpServer server) {
    this.server = server;
  }

  static WireServer start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var wire = new WireServer(HttpServer.create(address, 0));
      wire.server.setExecutor(wire.threads);
      wire.server.createContext("/v1/chat/completions", wire::answer);
      // The server's own thread is a daemon when its starter is: it must keep no program alive.
      Thread.ofVirtual().start(wire.server::start).join();
      return wire;
    } catch (IOException | InterruptedException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "the demo's model server does not start: " + e, e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Every header of every call so far, as text.
  List<String> received() {
    return List.copyOf(credentials);
  }

  private void answer(HttpExchange exchange) throws IOException {
    credentials.add(exchange.getRequestHeaders().entrySet().toString());
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request = Json.parse(text, "llm");
    String model = request.path("model").asText();
    if (request.path("stream").asBoolean()) {
      stream(exchange, model);
    } else {
      whole(exchange, model);
    }
  }

  private static void whole(HttpExchange exchange, String model) throws IOException {
    byte[] body =
        """
        {"id":"chatcmpl-wire","object":"chat.completion","created":1,"model":"%s",\
        "choices":[{"index":0,"finish_reason":"stop",\
        "message":{"role":"assistant","content":"%s"}}],\
        "usage":{"prompt_tokens":1,"completion_tokens":5,"total_tokens":6}}\
        """
            .formatted(model, String.join("", WORDS))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stream(HttpExchange exchange, String model) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int i = 0; i < WORDS.size(); i++) {
      event(out, chunk(model, WORDS.get(i), i == WORDS.size() - 1));
      pause(model.equals("wire-silent") ? TimeUnit.MINUTES.toMillis(5) : PAUSE_MILLIS);
    }
    event(out, "[DONE]");
    out.close();
  }

  private static String chunk(String model, String word, boolean last) {
    return """
    {"id":"chatcmpl-wire","object":"chat.completion.chunk","created":1,"model":"%s",\
    "choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":%s}]}\
    """
        .formatted(model, word, last ? "\"stop\"" : "null");
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void pause(long millis) throws IOException {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException("the model server is closing");
      }
    } catch (InterruptedException e) {
      throw new IOException("the model server is closing", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
