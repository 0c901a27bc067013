// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.testing.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;

/// An upstream that says exactly what it was told to, byte by byte, as soon as it has a request's
/// head: also what no server of good manners would say.
final class BareUpstream implements AutoCloseable {
  private final SSLServerSocket server;
  private final String says;
  private final Then then;
  private final CountDownLatch left = new CountDownLatch(1);
  private final CopyOnWriteArrayList<String> heads = new CopyOnWriteArrayList<>();

  /// What it does when it has spoken.
  enum Then {
    CLOSES,
    LISTENS
  }

  BareUpstream(TestCa ca, String says, Then then) {
    this.says = says;
    this.then = then;
    try {
      server =
          (SSLServerSocket)
              ca.context(ca.issue("upstream"))
                  .getServerSocketFactory()
                  .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::run);
  }

  /// Where it is, as an agent's service.
  String service() {
    return "localhost:" + server.getLocalPort();
  }

  /// The heads of the requests so far.
  java.util.List<String> heads() {
    return java.util.List.copyOf(heads);
  }

  /// Whether a caller has ended its connection, within ten seconds.
  boolean wasLeft() {
    try {
      return left.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        serve(socket);
      } catch (SocketException _) {
        // A caller that is cut off ends its connection so; a closed server as well.
        left.countDown();
      } catch (IOException e) {
        left.countDown();
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        return;
      }
      head.append((char) c);
    }
    heads.add(head.toString());
    socket.getOutputStream().write(says.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    if (then == Then.LISTENS) {
      long _ = socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      left.countDown();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
