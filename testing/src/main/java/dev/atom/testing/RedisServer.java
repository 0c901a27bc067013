// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Redis of its own on a free loopback port, without persistence, with fault switches.
///
/// Needs `redis-server` on the path (Debian: `apt-get install redis-server`); without it the test
/// fails.
public final class RedisServer implements AutoCloseable {
  private static final long START_SECONDS = 10;

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts one and waits until it answers.
  public static RedisServer start() {
    try {
      int port = freePort();
      var process =
          new ProcessBuilder(
                  List.of(
                      "redis-server",
                      "--bind",
                      "127.0.0.1",
                      "--port",
                      Integer.toString(port),
                      "--save",
                      "",
                      "--appendonly",
                      "no"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var server = new RedisServer(process, port);
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "redis-server cannot be started; install it: apt-get install redis-server", e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        command("PING");
        return;
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          close();
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /// The address: `redis://127.0.0.1:port`.
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /// Forgets everything.
  public void flush() {
    command("FLUSHALL");
  }

  /// Stops answering without closing connections.
  public void freeze() {
    signal("STOP");
  }

  /// Undoes [#freeze()].
  public void thaw() {
    signal("CONT");
  }

  private void command(String inline) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write((inline + "\r\n").getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() != '+') {
        throw new IOException("Redis answered " + inline + " with an error");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Stops it for good.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
