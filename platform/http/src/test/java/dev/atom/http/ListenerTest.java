// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.testing.TestCa;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListenerTest {
  @TempDir Path folder;
  private final Vertx vertx = VertxFactory.open(1);

  @AfterEach
  void stop() {
    VertxFactory.close(vertx);
  }

  @Test
  void usesNativeTransportAndNativeTls() {
    assertThat(vertx.isNativeTransportEnabled()).isTrue();
    assertThat(TlsEngine.current()).isEqualTo(TlsEngine.BORINGSSL);
  }

  @Test
  void speaksBothHttpVersionsOverTls13() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server = echo(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")));

    for (var version : HttpClient.Version.values()) {
      if (version.name().equals("HTTP_1_1") || version.name().equals("HTTP_2")) {
        var answer = get(ca.anonymous(), version, server, "/hello?x=1");
        assertThat(answer.body()).isEqualTo("/hello?x=1 from nobody");
        assertThat(answer.version()).isEqualTo(version);
      }
    }
  }

  @Test
  void refusesTls12() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server = echo(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")));

    try (SSLSocket socket = connect(ca.anonymous(), server)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void knowsTheClientByTheNameInItsCertificate() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server = echo(HttpsListenerOptions.mutual("127.0.0.1", 0, files(ca, "llm")));

    var answer = get(ca.context(ca.issue("gate")), HttpClient.Version.HTTP_2, server, "/");

    assertThat(answer.body()).isEqualTo("/ from gate");
  }

  @Test
  void refusesClientsWithoutACertificateOfOurs() {
    TestCa ca = TestCa.create(folder, "ca");
    TestCa other = TestCa.create(folder, "other");
    HttpServer server = echo(HttpsListenerOptions.mutual("127.0.0.1", 0, files(ca, "llm")));
    var stranger = other.issue("gate");

    for (SSLContext context :
        new SSLContext[] {
          ca.anonymous(),
          ca.context(stranger),
          ca.context(ca.issue("gate", Instant.parse("2020-01-01T00:00:00Z")))
        }) {
      assertThatThrownBy(() -> get(context, HttpClient.Version.HTTP_1_1, server, "/"))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() ->
            HttpsListenerOptions.mutual("h", 1, new TlsFiles(folder, folder, Optional.empty())))
        .hasMessageContaining("client-ca");
  }

  @Test
  void anOpenListenerAsksForACertificateAndTakesNoBadOne() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    var own = ca.issue("studio");
    var tls = new TlsFiles(own.certificate(), own.key(), Optional.of(ca.certificate()));
    HttpServer server = echo(HttpsListenerOptions.open("127.0.0.1", 0, tls));

    for (var version : HttpClient.Version.values()) {
      assertThat(get(ca.anonymous(), version, server, "/").body()).isEqualTo("/ from nobody");
      assertThat(get(ca.context(ca.issue("gate")), version, server, "/").body())
          .isEqualTo("/ from gate");
    }
    // Of the same name: a client keeps a certificate to itself when its issuer is not asked for.
    TestCa other = TestCa.create(Files.createDirectory(folder.resolve("other")), "ca");
    var past = Instant.parse("2020-01-01T00:00:00Z");
    for (var bad : List.of(ca.context(other.issue("gate")), ca.context(ca.issue("gate", past)))) {
      assertThatThrownBy(() -> get(bad, HttpClient.Version.HTTP_1_1, server, "/"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void boundsTheTargetAndTheHeaders() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server = echo(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")));
    String fits = "/" + "a".repeat(HttpsListenerOptions.URI_LENGTH_MAX - 1);

    assertThat(get(ca.anonymous(), HttpClient.Version.HTTP_1_1, server, fits).statusCode())
        .isEqualTo(200);
    assertThat(
            get(ca.anonymous(), HttpClient.Version.HTTP_1_1, server, fits + "b".repeat(64))
                .statusCode())
        .isEqualTo(414);
    assertThat(
            raw(
                ca.anonymous(),
                server,
                "GET / HTTP/1.1\r\nhost: x\r\nbig: " + "b".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void callsOtherProcessesWithMutualTlsAndKeepsConnections() {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server = echo(HttpsListenerOptions.mutual("127.0.0.1", 0, files(ca, "llm")));
    TestCa.Identity own = ca.issue("gate");
    HttpClientAgent client =
        vertx.createHttpClient(
            UpstreamOptions.mutual(
                new ClientTlsFiles(own.certificate(), own.key(), ca.certificate())),
            UpstreamOptions.pool(4, 16));

    for (int i = 0; i < 20; i++) {
      assertThat(await(call(client, server, "localhost"))).isEqualTo("/ from gate");
    }
    assertThat(connections).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void refusesServersThatOurAuthorityDoesNotKnow() {
    TestCa ca = TestCa.create(folder, "ca");
    TestCa other = TestCa.create(folder, "other");
    HttpServer server = echo(HttpsListenerOptions.open("127.0.0.1", 0, files(other, "llm")));
    TestCa.Identity own = ca.issue("gate");
    HttpClientAgent client =
        vertx.createHttpClient(
            UpstreamOptions.mutual(
                new ClientTlsFiles(own.certificate(), own.key(), ca.certificate())));

    assertThatThrownBy(() -> await(call(client, server, "localhost")))
        .rootCause()
        .hasMessageContaining("unable to find valid certification path");
    HttpClientAgent outbound = vertx.createHttpClient(UpstreamOptions.outbound(Optional.empty()));
    assertThatThrownBy(() -> await(call(outbound, server, "localhost"))).isNotNull();
  }

  @Test
  void closesConnectionsThatBringNoRequestInTime() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    var guard = new ConnectionGuard(vertx, 2, Duration.ofMillis(200), Duration.ofMillis(200));
    HttpServer server =
        listen(
            vertx
                .createHttpServer(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")))
                .connectionHandler(guard)
                .requestHandler(request -> {
                  guard.begin(request.connection());
                  request.response().end("ok").onComplete(_ -> guard.end(request.connection()));
                }));

    assertThat(raw(ca.anonymous(), server, "GET / HTTP/1.1\r\nhost: ")).isEmpty();
    assertThat(raw(ca.anonymous(), server, "GET / HTTP/1.1\r\nhost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(guard.refused()).isEqualTo(2);
  }

  @Test
  void closesConnectionsAboveTheLimit() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    var guard = new ConnectionGuard(vertx, 1, Duration.ofSeconds(30), Duration.ofSeconds(30));
    HttpServer server =
        listen(
            vertx
                .createHttpServer(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")))
                .connectionHandler(guard)
                .requestHandler(request -> request.response().end("ok")));

    try (SSLSocket first = connect(ca.anonymous(), server)) {
      first.startHandshake();
      first
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(first.getInputStream().read()).isEqualTo('H');

      assertThat(raw(ca.anonymous(), server, "")).isEmpty();
      assertThat(guard.open()).isEqualTo(1);
    }
  }

  @Test
  void answersWithAProblemDocument() throws Exception {
    TestCa ca = TestCa.create(folder, "ca");
    HttpServer server =
        listen(
            vertx
                .createHttpServer(HttpsListenerOptions.open("127.0.0.1", 0, files(ca, "gate")))
                .requestHandler(request ->
                    new ProblemJson(503, "not_ready", "Not ready", "database \"atom\" is down")
                        .send(request.response())));

    var answer = get(ca.anonymous(), HttpClient.Version.HTTP_2, server, "/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"tag:atom.dev,2026:problem/not_ready\",\"title\":\"Not ready\","
                + "\"status\":503,\"detail\":\"database \\\"atom\\\" is down\","
                + "\"code\":\"not_ready\"}");
  }

  private final AtomicInteger connections = new AtomicInteger();

  private HttpServer echo(HttpServerOptions options) {
    return listen(
        vertx
            .createHttpServer(options)
            .connectionHandler(_ -> connections.incrementAndGet())
            .requestHandler(request ->
                request
                    .response()
                    .end(
                        request.uri()
                            + " from "
                            + PeerCertificate.commonName(request.connection()).orElse("nobody"))));
  }

  private static HttpServer listen(HttpServer server) {
    return await(server.listen());
  }

  private static TlsFiles files(TestCa ca, String name) {
    TestCa.Identity own = ca.issue(name);
    return new TlsFiles(
        own.certificate(),
        own.key(),
        name.equals("llm") ? Optional.of(ca.certificate()) : Optional.empty());
  }

  private static HttpResponse<String> get(
      SSLContext context, HttpClient.Version version, HttpServer server, String target)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(context).version(version).build()) {
      var uri = URI.create("https://localhost:" + server.actualPort() + target);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  /// On an event loop, as our processes call: elsewhere an answer may be over before anybody asks
  /// for its body.
  private Future<String> call(HttpClientAgent client, HttpServer server, String host) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(host)
            .setPort(server.actualPort())
            .setURI("/");
    Promise<String> answer = Promise.promise();
    vertx.runOnContext(_ ->
        client
            .request(options)
            .compose(request -> request.send())
            .compose(response -> response.body())
            .map(body -> body.toString())
            .onComplete(answer));
    return answer.future();
  }

  private static SSLSocket connect(SSLContext context, HttpServer server) throws IOException {
    var socket = new Socket("localhost", server.actualPort());
    return (SSLSocket)
        context.getSocketFactory().createSocket(socket, "localhost", server.actualPort(), true);
  }

  private static String raw(SSLContext context, HttpServer server, String bytes)
      throws IOException {
    try (SSLSocket socket = connect(context, server)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
