// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits until a listener is open: a process is not started before it is.
public final class Opening {
  private static final int START_SECONDS = 20;

  private Opening() {}

  /// Waits for `listening`, at most 20 seconds. Not on an event loop.
  ///
  /// @throws AtomException BAD_CONFIGURATION when it cannot be opened, as a port that is taken;
  ///   INTERNAL when it takes too long
  public static HttpServer await(Future<HttpServer> listening) {
    try {
      return listening
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the listener cannot start: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AtomException(ErrorCode.INTERNAL, "the listener cannot start in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.INTERNAL, "interrupted while starting", e);
    }
  }
}
