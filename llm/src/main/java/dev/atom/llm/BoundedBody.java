// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/// Collects a stream into one buffer, up to a limit. Call it before the stream can have delivered
/// anything.
final class BoundedBody {
  /// The body is larger than allowed; nobody reads the rest.
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("body above the limit", null, false, false);
    }
  }

  private BoundedBody() {}

  static Future<Buffer> read(ReadStream<Buffer> stream, long bytesMax) {
    Promise<Buffer> promise = Promise.promise();
    Buffer collected = Buffer.buffer();
    stream.exceptionHandler(promise::tryFail);
    stream.endHandler(_ -> promise.tryComplete(collected));
    stream.handler(part -> {
      if (collected.length() + (long) part.length() > bytesMax) {
        stream.pause();
        promise.tryFail(new TooLarge());
      } else {
        collected.appendBuffer(part);
      }
    });
    stream.resume();
    return promise.future();
  }
}
