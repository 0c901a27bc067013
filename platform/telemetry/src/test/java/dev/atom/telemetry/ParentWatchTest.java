// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ParentWatchTest {
  @Test
  void callsOnceWhenTheParentCloses() throws IOException, InterruptedException {
    var gone = new CountDownLatch(1);
    try (var parent = new PipedOutputStream()) {
      new ParentWatch(new PipedInputStream(parent), gone::countDown).start();
      parent.write(1);
      assertThat(gone.getCount()).isEqualTo(1);
    }

    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
