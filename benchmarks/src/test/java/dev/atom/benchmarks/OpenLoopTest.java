// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.atom.testing.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The generator against a server that answers one request at a time.
final class OpenLoopTest {
  private static final long STALL = Duration.ofMillis(400).toNanos();

  @TempDir private Path folder;

  private final AtomicInteger answered = new AtomicInteger();
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile int stallAt = Integer.MAX_VALUE;
  private volatile int status = 200;
  private HttpsServer server;
  private OpenLoop loop;

  @BeforeEach
  void start() throws IOException {
    var ca = TestCa.create(folder, "ca");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(ca.context(ca.issue("localhost"))));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    loop = new OpenLoop(ca.anonymous(), "token");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    oneAtATime.lock();
    try {
      if (answered.incrementAndGet() == stallAt) {
        LockSupport.parkNanos(STALL);
      }
    } finally {
      oneAtATime.unlock();
    }
    exchange.sendResponseHeaders(status, 2);
    exchange.getResponseBody().write(new byte[] {'o', 'k'});
    exchange.close();
  }

  @Test
  void sendsAsManyAsAreDueAndCountsThem() throws Exception {
    var seen = loop.run(server.getAddress().getPort(), 200, 2);

    assertThat(seen.requests()).isEqualTo(400);
    assertThat(seen.errors()).isZero();
  }

  @Test
  void aStallIsSeenByEveryRequestThatWasDueMeanwhile() throws Exception {
    stallAt = 200;

    var seen = loop.run(server.getAddress().getPort(), 200, 2);

    // Of 400 requests some 80 were due during the stall; half of them waited 200 ms or more.
    assertThat(seen.latency().getCountBetweenValues(200_000, 60_000_000)).isGreaterThan(20);
  }

  @Test
  void whatIsNotAnsweredWith200IsAnError() throws Exception {
    status = 503;

    var seen = loop.run(server.getAddress().getPort(), 100, 1);

    assertThat(seen.errors()).isEqualTo(100);
    assertThat(loop.answers(server.getAddress().getPort())).isFalse();
  }
}
