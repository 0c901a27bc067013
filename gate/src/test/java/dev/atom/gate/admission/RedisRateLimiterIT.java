// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import dev.atom.testing.RedisServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The shared count on a real Redis, and what happens when that is down, slow or flushed.
class RedisRateLimiterIT extends RateLimiterContract {
  private final List<Boolean> changes = new CopyOnWriteArrayList<>();
  private final List<String> reasons = new CopyOnWriteArrayList<>();
  private RedisServer redis;
  private RedisRateLimiter limiter;
  private RedisRateLimiter other;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    limiter = connected("one");
    other = connected("two");
    // A first call loads classes and the script, which may take longer than the deadline.
    awaitShared(limiter);
    awaitShared(other);
    redis.flush();
    changes.clear();
  }

  private RedisRateLimiter connected(String process) {
    var settings = new RedisSettings(redis.url(), Optional.empty(), 2);
    var connected =
        new RedisRateLimiter(
            settings,
            process,
            (degraded, why) -> {
              reasons.add(why);
              changes.add(degraded);
            },
            System::nanoTime);
    connected.connect();
    return connected;
  }

  private void awaitShared(RateLimiter limiter) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    var key = new LimitKey("warm-up", 600);
    // The fall-back would admit at most 300 (600 by two replicas): its limit tells who counts.
    while (take(limiter, key).limit() != 600) {
      assertThat(System.nanoTime()).as("Redis never counted: %s", reasons).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    limiter.close();
    other.close();
    redis.close();
  }

  @Override
  RateLimiter limiter() {
    return limiter;
  }

  @Test
  void twoReplicasTogetherKeepToTheLimit() {
    var key = new LimitKey("agent-shared", 60);
    int admitted = 0;
    for (int i = 0; i < 60; i++) {
      admitted += take(limiter, key).admitted() ? 1 : 0;
      admitted += take(other, key).admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(60);
  }

  @Test
  @Feature("B18")
  void aStoppedRedisLeavesEachReplicaItsShare() {
    redis.close();
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += take(limiter, new LimitKey("agent-a", 60)).admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(30);
    assertThat(changes).containsExactly(true);
  }

  @Test
  void whatWasAdmittedBeforeRedisWasLostCountsAgainstTheShare() {
    var key = new LimitKey("agent-a", 60);
    for (int i = 0; i < 20; i++) {
      assertThat(take(key).admitted()).isTrue();
    }
    redis.close();
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += take(key).admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(10);
  }

  @Test
  void aFrozenRedisCostsOneDeadlineAndIsThenLeftAlone() {
    redis.freeze();
    long began = System.nanoTime();
    int admitted = 0;
    for (int i = 0; i < 100; i++) {
      admitted += take(limiter, new LimitKey("agent-a", 60)).admitted() ? 1 : 0;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    redis.thaw();

    assertThat(admitted).isEqualTo(30);
    // A deadline for each of them would be two and a half seconds.
    assertThat(millis).as("100 requests without Redis").isLessThan(2_000);
    awaitShared(limiter);
    assertThat(changes).containsExactly(true, false);
  }

  @Test
  void aFlushedRedisBeginsANewWindow() {
    var key = new LimitKey("agent-a", 2);
    take(key);
    take(key);
    assertThat(take(key).admitted()).isFalse();

    redis.flush();

    assertThat(take(key).admitted()).isTrue();
    assertThat(changes).isEmpty();
  }
}
