// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes the process's [Vertx]: epoll where its native library loads, as many event loops as asked,
/// asynchronous DNS, one class loader for all, and nothing written to disk, so that a read-only
/// root works.
public final class VertxFactory {
  private static final int CLOSE_SECONDS = 10;

  private VertxFactory() {}

  /// As many event loops as there are processors.
  public static Vertx open() {
    return open(Runtime.getRuntime().availableProcessors());
  }

  /// With `eventLoops` event loops.
  public static Vertx open(int eventLoops) {
    return Vertx.vertx(options(eventLoops));
  }

  /// With `eventLoops` event loops; whoever speaks without TLS to one of its servers gets what
  /// `plainText` says.
  public static Vertx open(int eventLoops, PlainText plainText) {
    return Vertx.builder()
        .with(options(eventLoops))
        .withTransport(PlainTextGuard.before(plainText))
        .build();
  }

  private static VertxOptions options(int eventLoops) {
    return new VertxOptions()
        .setEventLoopPoolSize(eventLoops)
        .setWorkerPoolSize(4)
        .setInternalBlockingPoolSize(4)
        .setPreferNativeTransport(true)
        .setDisableTCCL(true)
        .setAddressResolverOptions(
            new AddressResolverOptions().setQueryTimeout(2_000).setCacheMaxTimeToLive(30))
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /// Closes `vertx` and waits until it is closed. Not on an event loop.
  public static void close(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AtomException(ErrorCode.INTERNAL, "the event loops did not stop in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(ErrorCode.INTERNAL, "interrupted while stopping", e);
    }
  }
}
