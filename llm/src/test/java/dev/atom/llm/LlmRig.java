// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.ByteSize;
import dev.atom.base.Secret;
import dev.atom.http.TlsFiles;
import dev.atom.testing.TestCa;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// A running gateway with a client that is GATE.
final class LlmRig implements AutoCloseable {
  static final String KEY = "9f2c41d07be85a36e1f04c7d92ab63589f2c41d07be85a36e1f04c7d92ab6350";
  static final String AGENT = "6f1c2c9e-0a53-4c1f-9a9e-3f1d0c9b7a11";
  static final String OTHER_AGENT = "7f1c2c9e-0a53-4c1f-9a9e-3f1d0c9b7a12";

  final RecordingTrail trail = new RecordingTrail();
  final ByteArrayOutputStream accessLog = new ByteArrayOutputStream();
  final TestCa ca;
  final LlmApp app;
  final HttpClient gate;

  LlmRig(Path folder, List<ProviderConfig> providers) {
    ca = TestCa.create(folder, "ca");
    TestCa.Identity own = ca.issue("llm");
    var tls = new TlsFiles(own.certificate(), own.key(), Optional.of(ca.certificate()));
    var config =
        new LlmConfig(
            new LlmConfig.Listener("127.0.0.1", 0, tls, List.of("gate")),
            Secret.of(KEY),
            new LlmConfig.Audit("postgresql://unused", Secret.of(KEY), Duration.ofMillis(500)),
            providers,
            new LlmConfig.Limits(ByteSize.parse("1MiB"), 64, Duration.ofSeconds(5)));
    app = new LlmApp(config, "digest", trail, InstantSource.system(), new Random(7), accessLog);
    app.start();
    gate = client("gate");
  }

  static ProviderConfig offline() {
    return new ProviderConfig(
        "offline",
        ProviderConfig.Kind.OFFLINE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Duration.ofSeconds(5),
        List.of("offline", "offline-slow", "offline-embedding"));
  }

  static ProviderConfig compatible(URI base, Optional<Path> ca, String key, Duration timeout) {
    return new ProviderConfig(
        "remote",
        ProviderConfig.Kind.OPENAI_COMPATIBLE,
        Optional.of(base),
        Optional.of(Secret.of(key)),
        ca,
        false,
        timeout,
        List.of("scripted"));
  }

  HttpClient client(String commonName) {
    return client(ca.context(ca.issue(commonName)));
  }

  static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + app.port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("authorization", "Bearer " + seal(AGENT))
        .header("x-atom-agent-id", AGENT)
        .header("x-atom-domain-id", "d-1")
        .header("x-atom-decision-id", "dec-1")
        .header("x-request-id", "req-1");
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return gate.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return gate.send(request(path).build(), BodyHandlers.ofString());
  }

  /// What comes back on the wire, to the end of the connection, however that ends.
  String raw(String path, String body) throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\nx-atom-agent-id: %s\r\n"
            .formatted(path, seal(AGENT), AGENT);
    String request = head + "content-length: " + body.length() + "\r\n\r\n" + body;
    var received = new ByteArrayOutputStream();
    try (var socket =
        ca.context(ca.issue("gate")).getSocketFactory().createSocket("localhost", app.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        received.write(b);
      }
    } catch (SSLException | SocketException _) {
      // A connection that is broken off ends so.
    }
    return received.toString(StandardCharsets.UTF_8);
  }

  static String chat(String model, String message, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, stream, message);
  }

  /// What studio makes of a virtual key.
  static String seal(String agentId) {
    try {
      byte[] nonce = new byte[12];
      new Random(agentId.hashCode()).nextBytes(nonce);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
          new GCMParameterSpec(128, nonce));
      cipher.updateAAD(agentId.getBytes(StandardCharsets.UTF_8));
      byte[] sealed = cipher.doFinal(("vk-" + KEY).getBytes(StandardCharsets.UTF_8));
      byte[] whole = new byte[nonce.length + sealed.length];
      System.arraycopy(nonce, 0, whole, 0, nonce.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    gate.shutdownNow();
    app.close();
  }
}
