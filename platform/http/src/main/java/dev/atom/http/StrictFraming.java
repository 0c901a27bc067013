// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// Makes new connections strict, before their first byte is decoded: HTTP/1 gets a decoder that
/// repairs nothing, HTTP/2 a bound on the frames that cost us an answer each (PING, SETTINGS).
///
/// Resets, empty frames, continuations and header lists are bounded by the HTTP/2 codec itself.
public final class StrictFraming implements Handler<HttpConnection> {
  /// PING and SETTINGS frames that one connection may send in a window.
  public static final int CONTROL_FRAMES_MAX = 200;

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String DECODER = "httpDecoder";
  private static final String FILE_WRITER = "chunkedWriter";

  private final HttpServerOptions options;
  private final LongSupplier nanoClock;
  private final BiConsumer<HttpConnection, String> broken;

  /// @param options those of the server
  /// @param nanoClock for the window
  /// @param broken told when an HTTP/2 connection, or a stream of it, is ended for what it sent,
  ///   and why
  public StrictFraming(
      HttpServerOptions options,
      LongSupplier nanoClock,
      BiConsumer<HttpConnection, String> broken) {
    this.options = options;
    this.nanoClock = nanoClock;
    this.broken = broken;
  }

  /// What is wrong with a request that the decoder refused, in words.
  public static String fault(HttpServerRequest refused) {
    Throwable cause = refused.decoderResult().cause();
    return cause == null ? "this is no request" : String.valueOf(cause.getMessage());
  }

  /// A new connection: call this from `HttpServer.connectionHandler`, before anything else.
  @Override
  public void handle(HttpConnection connection) {
    if (connection instanceof Http1xServerConnection http1) {
      var pipeline = http1.channelHandlerContext().pipeline();
      // SECURITY(T-11): what could be read in two ways is not read at all.
      pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options));
      // No file is ever sent.
      pipeline.remove(FILE_WRITER);
      GatheredFlush.on(pipeline.channel());
    } else {
      new ControlFrames(connection).watch();
      if (connection instanceof HttpServerConnection http2) {
        var codec = http2.channelHandlerContext();
        var resets = new StreamResets(why -> broken.accept(connection, why));
        codec.pipeline().addBefore(codec.name(), "streamResets", resets);
      }
    }
  }

  /// How many costly frames a connection sent in this window.
  private final class ControlFrames {
    private final HttpConnection connection;
    private int frames;
    private long windowBegan = nanoClock.getAsLong();
    private boolean ended;

    ControlFrames(HttpConnection connection) {
      this.connection = connection;
    }

    void watch() {
      connection.pingHandler(_ -> count());
      connection.remoteSettingsHandler(_ -> count());
      connection.exceptionHandler(e -> {
        Http2Exception wrong = Http2CodecUtil.getEmbeddedHttp2Exception(e);
        if (wrong != null) {
          end(String.valueOf(wrong.getMessage()));
        }
      });
    }

    private void count() {
      long now = nanoClock.getAsLong();
      if (now - windowBegan > WINDOW_NANOS) {
        windowBegan = now;
        frames = 0;
      }
      if (++frames > CONTROL_FRAMES_MAX && !ended) {
        connection.goAway(Http2Error.ENHANCE_YOUR_CALM.code());
        connection.close();
        end("more than " + CONTROL_FRAMES_MAX + " control frames in a window");
      }
    }

    private void end(String why) {
      if (!ended) {
        ended = true;
        broken.accept(connection, why);
      }
    }
  }
}
