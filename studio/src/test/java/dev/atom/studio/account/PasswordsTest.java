// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = Passwords.open(new SecureRandom());

  @Test
  void aHashIsThatOfItsPasswordAlone() {
    String hash = passwords.hash("a longer password than most");

    assertThat(passwords.matches("a longer password than most", hash)).isTrue();
    assertThat(passwords.matches("a longer password than mosT", hash)).isFalse();
  }

  @Test
  void strangersBeyondTheRoomAreSentAwayInsteadOfWaiting() throws Exception {
    var inside = new CountDownLatch(16);
    var leave = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Reply>>> admitted = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        admitted.add(
            threads.submit(() ->
                passwords.withRoom(() -> {
                  inside.countDown();
                  await(leave);
                  return Reply.nothing();
                })));
      }
      inside.await();

      assertThat(passwords.withRoom(Reply::nothing)).isEmpty();
      assertThat(Passwords.noRoom())
          .isInstanceOfSatisfying(
              Reply.Refused.class,
              refused -> {
                assertThat(refused.problem().code()).isEqualTo(Problem.Code.RATE_LIMITED);
                assertThat(refused.problem().code().status()).isEqualTo(429);
                assertThat(refused.problem().retryAfterSeconds()).isPositive();
              });

      leave.countDown();
      for (var each : admitted) {
        assertThat(each.get()).isPresent();
      }
    }
    assertThat(passwords.withRoom(Reply::nothing)).isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
