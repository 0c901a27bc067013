// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.World;
import dev.atom.identity.Authenticator;
import dev.atom.identity.Revocations;
import dev.atom.identity.TokenKeys;
import dev.atom.identity.TokenRules;
import dev.atom.policy.PolicyEngine;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestTokens;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControlFollowerTest {
  private static World unknown() {
    return new World(
        World.Control.none(),
        new Authenticator(
            TokenKeys.of(List.of((RSAPublicKey) TestKeys.signing().getPublic())),
            new TokenRules(TestTokens.ISSUER, TestTokens.AUDIENCE, Duration.ofSeconds(30)),
            System::nanoTime),
        PolicyEngine.open(Path.of("..", "policies")),
        0,
        Duration.ofMillis(700));
  }

  /// Cannot be read three times, for a reason nobody foresaw.
  private static final class Stumbling implements ControlSource {
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public long revision() {
      return 7;
    }

    @Override
    public World.Control read() {
      if (reads.incrementAndGet() <= 3) {
        throw new IllegalStateException("a row that nobody foresaw");
      }
      return new World.Control(7, Map.of(), Revocations.of(7, Set.of(), Map.of()));
    }

    @Override
    public void close() {}
  }

  @Test
  void aDefectDoesNotEndTheFollowing() throws InterruptedException {
    var worlds = new CurrentWorld(unknown());
    var known = new CountDownLatch(1);
    worlds.onNewControl(_ -> known.countDown());
    try (var follower =
        new ControlFollower(new Stumbling(), worlds, Duration.ofMillis(5), System::nanoTime)) {
      follower.start();

      assertThat(known.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(worlds.get().control().revision()).isEqualTo(7);
    }
  }
}
