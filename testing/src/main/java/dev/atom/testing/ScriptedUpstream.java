// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// A small real HTTP server that speaks the OpenAI wire format and fails as told.
///
/// It answers `/v1/chat/completions` (plain and streamed), `/v1/embeddings` and `/v1/models`; any
/// other path gets an echo of the request. Each call takes one [Fault] from the script, and is
/// answered well when there is none. It counts calls, connections, and answers that the client did
/// not take to their end.
public final class ScriptedUpstream implements AutoCloseable {
  /// The words of every answer, one event each when it is streamed.
  public static final List<String> WORDS = List.of("The", " scripted", " answer", ".");

  /// How one call goes wrong.
  public sealed interface Fault {
    /// The answer comes late.
    record Delay(Duration time) implements Fault {}

    /// This status with this body instead of an answer.
    record Status(int code, String body, Map<String, String> headers) implements Fault {}

    /// The connection breaks after so many events of a stream, or before a plain answer.
    record DropAfter(int events) implements Fault {}

    /// After so many events the stream waits until [ScriptedUpstream#release] is called.
    record HoldAfter(int events) implements Fault {}

    /// Status 200 with this text, whatever was asked.
    record Garbage(String text) implements Fault {}

    /// Nothing special.
    record None() implements Fault {}
  }

  /// What was received.
  ///
  /// @param headers by lower-case name
  public record Call(String method, String path, Map<String, List<String>> headers, String body) {
    /// The first value of a header, empty text when there is none.
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Fault> script = new ConcurrentLinkedQueue<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger broken = new AtomicInteger();
  private final Semaphore held = new Semaphore(0);

  private ScriptedUpstream(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  /// A server without TLS on a free loopback port.
  public static ScriptedUpstream http() {
    try {
      return start(HttpServer.create(loopback(), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server with TLS; with `clientAuth` it wants a certificate that `context` trusts.
  public static ScriptedUpstream https(SSLContext context, boolean clientAuth) {
    try {
      var https = HttpsServer.create(loopback(), 0);
      https.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters tls = context.getDefaultSSLParameters();
              tls.setNeedClientAuth(clientAuth);
              parameters.setSSLParameters(tls);
            }
          });
      return start(https, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static ScriptedUpstream start(HttpServer server, String scheme) {
    var upstream = new ScriptedUpstream(server, scheme);
    server.setExecutor(upstream.threads);
    server.createContext("/", upstream::answer);
    server.start();
    return upstream;
  }

  /// Where it listens, without a path.
  public URI uri() {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  /// The next calls go wrong so, one fault each.
  public ScriptedUpstream next(Fault... faults) {
    script.addAll(List.of(faults));
    return this;
  }

  /// Lets `events` events of held streams go.
  public void release(int events) {
    held.release(events);
  }

  /// The calls received, in order.
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /// How many connections brought a call.
  public int connections() {
    return peers.size();
  }

  /// How many answers could not be written to their end because the client had left.
  public int broken() {
    return broken.get();
  }

  @Override
  public void close() {
    held.release(1_000_000);
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    peers.add(exchange.getRemoteAddress());
    Call call = received(exchange);
    Fault fault = script.poll();
    if (fault instanceof Fault.HoldAfter) {
      // What was released before concerns earlier calls.
      held.drainPermits();
    }
    calls.add(call);
    try {
      answer(exchange, call, fault == null ? new Fault.None() : fault);
    } catch (IOException e) {
      broken.incrementAndGet();
      throw e;
    }
  }

  private void answer(HttpExchange exchange, Call call, Fault fault) throws IOException {
    switch (fault) {
      case Fault.Status(int code, String body, var headers) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        whole(exchange, code, "application/json", body);
      }
      case Fault.Garbage(String text) -> whole(exchange, 200, "application/json", text);
      case Fault.Delay(Duration time) -> {
        pause(time);
        healthy(exchange, call, Integer.MAX_VALUE, Integer.MAX_VALUE);
      }
      case Fault.DropAfter(int events) -> healthy(exchange, call, events, Integer.MAX_VALUE);
      case Fault.HoldAfter(int events) -> healthy(exchange, call, Integer.MAX_VALUE, events);
      case Fault.None _ -> healthy(exchange, call, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
  }

  private void healthy(HttpExchange exchange, Call call, int dropAfter, int holdAfter)
      throws IOException {
    boolean streamed = call.body().replace(" ", "").contains("\"stream\":true");
    if (!streamed && dropAfter != Integer.MAX_VALUE) {
      throw new Dropped();
    }
    if (!streamed && holdAfter != Integer.MAX_VALUE) {
      hold();
    }
    switch (call.path()) {
      case "/v1/chat/completions" -> {
        if (streamed) {
          stream(exchange, call, dropAfter, holdAfter);
        } else {
          whole(exchange, 200, "application/json", completion());
        }
      }
      case "/v1/embeddings" ->
          whole(
              exchange,
              200,
              "application/json",
              "{\"object\":\"list\",\"model\":\"scripted\",\"data\":[{\"object\":\"embedding\","
                  + "\"index\":0,\"embedding\":[0.6,0.8]}],"
                  + "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
      case "/v1/models" ->
          whole(
              exchange,
              200,
              "application/json",
              "{\"object\":\"list\",\"data\":[{\"id\":\"scripted\",\"object\":\"model\"}]}");
      default -> whole(exchange, 200, "text/plain", call.method() + " " + call.path());
    }
  }

  private static String completion() {
    return "{\"id\":\"chatcmpl-scripted\",\"object\":\"chat.completion\",\"created\":1,"
        + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
        + "\"message\":{\"role\":\"assistant\",\"content\":\""
        + String.join("", WORDS)
        + "\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4,\"total_tokens\":11},"
        + "\"unknown_field\":{\"kept\":true}}";
  }

  private void stream(HttpExchange exchange, Call call, int dropAfter, int holdAfter)
      throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    // Not closed when it breaks: closing would end the answer in good order.
    OutputStream out = exchange.getResponseBody();
    for (int i = 0; i < WORDS.size(); i++) {
      if (i == dropAfter) {
        throw new Dropped();
      }
      if (i >= holdAfter) {
        hold();
      }
      event(
          out,
          "{\"id\":\"chatcmpl-scripted\",\"object\":\"chat.completion.chunk\",\"created\":1,"
              + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
              + WORDS.get(i)
              + "\"},\"finish_reason\":"
              + (i == WORDS.size() - 1 ? "\"stop\"" : "null")
              + "}]}");
    }
    if (call.body().replace(" ", "").contains("\"include_usage\":true")) {
      event(
          out,
          "{\"id\":\"chatcmpl-scripted\",\"object\":\"chat.completion.chunk\",\"created\":1,"
              + "\"model\":\"scripted\",\"choices\":[],\"usage\":"
              + "{\"prompt_tokens\":7,\"completion_tokens\":4,\"total_tokens\":11}}");
    }
    event(out, "[DONE]");
    out.close();
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void hold() throws IOException {
    try {
      held.acquire();
    } catch (InterruptedException e) {
      throw new IOException("closed while holding an answer", e);
    }
  }

  private void pause(Duration time) throws IOException {
    try {
      // Nobody releases this one: it only waits, or ends early with the server.
      if (new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("released by nobody");
      }
    } catch (InterruptedException e) {
      throw new IOException("closed while delaying an answer", e);
    }
  }

  private static Call received(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void whole(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  /// Makes the server close the connection in the middle; not a client that left.
  private static final class Dropped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Dropped() {
      super("dropped as scripted", null, false, false);
    }
  }
}
