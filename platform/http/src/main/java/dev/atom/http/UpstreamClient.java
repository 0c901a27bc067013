// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;

/// Opens clients whose connections send together, as those of our listeners do.
public final class UpstreamClient {
  private UpstreamClient() {}

  /// A client with `options` and `pool`, both from [UpstreamOptions].
  public static HttpClient open(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withConnectHandler(connection -> {
          if (connection instanceof ConnectionBase base) {
            GatheredFlush.on(base.channelHandlerContext().channel());
          }
        })
        .build();
  }
}
