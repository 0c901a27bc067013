// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The options of our listeners. All of them speak TLS 1.3 and nothing older, HTTP/1.1 and HTTP/2
/// by ALPN, and bound what a client may send before it is known.
///
/// Not bounded here: bodies (each route has its own limit) and clients that send their request a
/// byte at a time ([ConnectionGuard]).
public final class HttpsListenerOptions {
  /// The longest request target.
  public static final int URI_LENGTH_MAX = 2048;

  /// The most bytes of all headers together.
  public static final int HEADER_BYTES_MAX = 16 * 1024;

  /// The most streams that one HTTP/2 connection may have open.
  public static final int STREAMS_MAX = 100;

  /// Bytes of the request line besides the target: method, version, spaces.
  private static final int REQUEST_LINE_REST = 32;

  private static final int IDLE_SECONDS = 300;
  private static final int RESETS_PER_WINDOW_MAX = 200;
  private static final int RESET_WINDOW_SECONDS = 30;

  private HttpsListenerOptions() {}

  /// A listener that anybody may connect to; callers prove themselves inside. With a client
  /// authority a certificate is asked for and not required: people have none, our processes show
  /// theirs, and one that is shown and does not come from that authority ends the handshake.
  public static HttpServerOptions open(String host, int port, TlsFiles tls) {
    var options = common(host, port, tls);
    // SECURITY(T-16): a certificate that cannot be verified is never taken for none
    tls.clientCa()
        .ifPresent(ca ->
            options
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    return options;
  }

  /// A listener that only holders of a certificate of `tls.clientCa` can connect to.
  ///
  /// @throws IllegalArgumentException without a client authority
  public static HttpServerOptions mutual(String host, int port, TlsFiles tls) {
    var ca =
        tls.clientCa()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "an internal listener needs client-ca: name the authorities' PEM file"));
    // SECURITY(T-16): without a client certificate of ours there is no connection
    return common(host, port, tls)
        .setClientAuth(ClientAuth.REQUIRED)
        .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
  }

  /// Other bounds for target and headers than the usual ones.
  public static HttpServerOptions bound(HttpServerOptions options, int uriMax, int headersMax) {
    options.getInitialSettings().setMaxHeaderListSize(headersMax);
    return options.setMaxInitialLineLength(uriMax + REQUEST_LINE_REST).setMaxHeaderSize(headersMax);
  }

  private static HttpServerOptions common(String host, int port, TlsFiles tls) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3")) // SECURITY(T-17): the floor is 1.3
        .setSslEngineOptions(TlsEngine.current().options())
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()))
        .setSslHandshakeTimeout(10)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setTcpNoDelay(true)
        .setReuseAddress(true)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(URI_LENGTH_MAX + REQUEST_LINE_REST)
        .setMaxHeaderSize(HEADER_BYTES_MAX)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(STREAMS_MAX)
                .setMaxHeaderListSize(HEADER_BYTES_MAX)
                .setInitialWindowSize(256 * 1024))
        .setHttp2ConnectionWindowSize(1024 * 1024)
        .setHttp2RstFloodMaxRstFramePerWindow(RESETS_PER_WINDOW_MAX)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setHttp2ClearTextEnabled(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setStrictThreadMode(true);
  }
}
