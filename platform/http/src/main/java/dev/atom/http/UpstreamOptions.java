// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The options of our clients. Connections are pooled and kept, certificates and host names are
/// always verified, redirects are never followed, and what waits for a connection is bounded.
///
/// Whoever uses such a client must read every response to its end or reset the request: a response
/// left half read costs a connection.
public final class UpstreamOptions {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int RESPONSE_HEADER_BYTES_MAX = 32 * 1024;

  private UpstreamOptions() {}

  /// One process of ours calling another: TLS 1.3, both sides show certificates.
  public static HttpClientOptions mutual(ClientTlsFiles tls) {
    return common()
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setSslEngineOptions(TlsEngine.current().options())
        .setVerifyHost(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(tls.ca().toString()));
  }

  /// Calling a server of others: TLS 1.2 or 1.3, its certificate checked against `ca`, or against
  /// the JVM's authorities when there is none.
  public static HttpClientOptions outbound(Optional<Path> ca) {
    var options =
        common()
            .setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
            .setVerifyHost(true);
    // Without authorities named the JDK engine stays: only it knows the JVM's own.
    ca.ifPresent(file ->
        options
            .setSslEngineOptions(TlsEngine.current().options())
            .setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }

  /// Calling a server without TLS: only for loopback, or where the operator said so by name.
  public static HttpClientOptions plain() {
    return common();
  }

  /// A pool of up to `connections` connections to each server; `waiting` more requests may queue.
  public static PoolOptions pool(int connections, int waiting) {
    return new PoolOptions()
        .setHttp1MaxSize(connections)
        .setHttp2MaxSize(Math.max(1, connections / 16))
        .setMaxWaitQueueSize(waiting);
  }

  private static HttpClientOptions common() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setKeepAlive(true)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setPipelining(false)
        .setConnectTimeout(CONNECT_MILLIS)
        .setSslHandshakeTimeout(5)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(RESPONSE_HEADER_BYTES_MAX)
        .setDecompressionSupported(false)
        .setMaxRedirects(0)
        .setTcpNoDelay(true);
  }
}
