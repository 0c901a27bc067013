// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.upstream;

import dev.atom.gate.Route;
import dev.atom.gate.ServedAgent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens requests to what lies behind GATE, over pooled connections with mutual TLS.
///
/// Event loop only; nothing here decides whether a request may be made.
public final class Upstreams implements AutoCloseable {
  private static final int HTTPS = 443;

  private final HttpClient client;
  private final UpstreamConfig config;

  public Upstreams(HttpClient client, UpstreamConfig config) {
    this.client = client;
    this.config = config;
  }

  /// Begins a request, or says that this target has no address.
  ///
  /// @param query raw, kept as it came; null when there was none
  public Optional<Future<HttpClientRequest>> open(
      Route route, ServedAgent agent, HttpMethod method, @Nullable String query) {
    return base(route, agent).map(base -> open(base, method, path(route, base), query));
  }

  private Optional<URI> base(Route route, ServedAgent agent) {
    return switch (route.target()) {
      case LLM -> Optional.of(config.llmUrl());
      case HITL -> config.studioUrl();
      case MEMORY -> config.memoryUrl();
      case AGENT -> agent.service().map(service -> URI.create("https://" + service));
    };
  }

  /// The path behind GATE: `/hitl` lives under `/api` there; an address may carry a path of its
  /// own.
  private static String path(Route route, URI base) {
    String prefix = base.getRawPath() == null ? "" : base.getRawPath();
    String api = route.target() == Route.Target.HITL ? "/api" : "";
    return prefix + api + route.rest();
  }

  private Future<HttpClientRequest> open(
      URI base, HttpMethod method, String path, @Nullable String query) {
    int port = base.getPort() < 0 ? HTTPS : base.getPort();
    return client.request(
        new RequestOptions()
            .setMethod(method)
            .setSsl(true)
            .setHost(base.getHost())
            .setPort(port)
            .setURI(query == null ? path : path + "?" + query)
            .setConnectTimeout(config.connectTimeout().toMillis()));
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
