// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts in Redis, so that all replicas together keep to the limit: one script call a request, on
/// the clock of Redis.
///
/// SECURITY(T-12): a count that does not come within 25 ms is not waited for, and not skipped
/// either: the request is counted in this process, against the limit divided by the number of
/// replicas, and so is everything in the next second; what this process admitted before counts
/// against that share. The listener of degradation hears of the change, both ways. A flushed Redis
/// begins to count anew. Safe on any thread.
public final class RedisRateLimiter implements RateLimiter {
  private static final Duration PATIENCE = Duration.ofMillis(25);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String KEY_PREFIX = "atom:limit:";

  private final RedisClient client;
  private final RedisURI uri;
  private final LocalRateLimiter fallback;
  private final Degradation degradation;
  private final LongSupplier nanoClock;
  private final String script;
  private final String process;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong localUntil = new AtomicLong();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean degraded;

  /// Hears when the shared count is lost and when it is back; called on any thread.
  @FunctionalInterface
  public interface Degradation {
    /// @param degraded whether requests are counted in this process alone from now on
    /// @param why in a sentence
    void changed(boolean degraded, String why);
  }

  /// Connects in the background: a Redis that is not there yet degrades, it does not prevent a
  /// start.
  ///
  /// @param settings where Redis is and how many processes share the limit
  /// @param process a name that no other replica has
  public RedisRateLimiter(
      RedisSettings settings, String process, Degradation degradation, LongSupplier nanoClock) {
    this.uri = RedisURI.create(settings.url());
    this.uri.setTimeout(CONNECT);
    this.client = RedisClient.create();
    client.setOptions(options(settings));
    this.fallback = new LocalRateLimiter(settings.replicas());
    this.process = process;
    this.degradation = degradation;
    this.nanoClock = nanoClock;
    this.script = script();
    this.localUntil.set(nanoClock.getAsLong());
  }

  private static ClientOptions options(RedisSettings settings) {
    var options =
        ClientOptions.builder()
            .autoReconnect(true)
            // A command must fail while there is no connection, not wait for one.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(10_000)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build());
    settings
        .ca()
        .ifPresent(
            ca -> options.sslOptions(SslOptions.builder().trustManager(ca.toFile()).build()));
    return options.build();
  }

  private static String script() {
    try (InputStream in = RedisRateLimiter.class.getResourceAsStream("sliding-window.lua")) {
      if (in == null) {
        throw new IllegalStateException("sliding-window.lua is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void take(LimitKey key, long nowNanos, Consumer<LimitReading> then) {
    var open = nowNanos - localUntil.get() < 0 ? null : connected();
    if (open == null) {
      fallback.take(key, nowNanos, then);
      return;
    }
    String[] keys = {KEY_PREFIX + "{" + key.subject() + "}"};
    String[] arguments = {
      Integer.toString(key.perMinute()), process + ":" + requests.incrementAndGet()
    };
    var _ =
        open.async()
            .<List<Long>>eval(script, ScriptOutputType.MULTI, keys, arguments)
            .toCompletableFuture()
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((answer, failure) -> answered(key, nowNanos, answer, failure, then));
  }

  private void answered(
      LimitKey key,
      long nowNanos,
      @Nullable List<Long> answer,
      @Nullable Throwable failure,
      Consumer<LimitReading> then) {
    if (failure != null || answer == null || answer.size() != 3) {
      degrade(failure == null ? "an answer that is no count" : failure.toString());
      fallback.take(key, nowNanos, then);
      return;
    }
    recover();
    if (answer.getFirst() == 1) {
      // What was admitted here counts here too: Redis lost does not begin a second share.
      fallback.take(key, nowNanos, _ -> {});
    }
    then.accept(
        new LimitReading(
            answer.get(0) == 1,
            key.perMinute(),
            answer.get(1).intValue(),
            Math.ceilDiv(answer.get(2).intValue(), 1_000)));
  }

  private void degrade(String why) {
    localUntil.set(nanoClock.getAsLong() + BACK_OFF_NANOS);
    if (!degraded) {
      degraded = true;
      degradation.changed(true, why);
    }
  }

  private void recover() {
    if (degraded) {
      degraded = false;
      degradation.changed(false, "Redis counts again");
    }
  }

  /// The connection, or null while there is none; begins to connect when nobody does.
  private @Nullable StatefulRedisConnection<String, String> connected() {
    var open = connection;
    if (open == null) {
      localUntil.set(nanoClock.getAsLong() + BACK_OFF_NANOS);
      Thread.ofVirtual().name("redis-connect").start(this::connect);
      return null;
    }
    return open;
  }

  /// Connects once, blocking; afterwards the client reconnects by itself.
  public void connect() {
    synchronized (client) {
      if (connection != null) {
        return;
      }
      try {
        connection = client.connect(uri);
      } catch (RedisException e) {
        degrade("Redis cannot be reached: " + e);
      }
    }
  }

  @Override
  public void close() {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    fallback.close();
  }
}
