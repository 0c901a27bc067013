// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP proxy before a database that can fall silent without closing a connection, as a network
/// that drops packets does.
final class SilentProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final PostgresUrl target;
  private final String targetText;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition speaking = lock.newCondition();
  private boolean silent;

  private SilentProxy(ServerSocket listening, String targetText) {
    this.listening = listening;
    this.targetText = targetText;
    this.target = PostgresUrl.parse(targetText);
  }

  static SilentProxy before(String url) {
    try {
      var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var proxy = new SilentProxy(listening, url);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same database through the proxy. The password file must not depend on the port.
  String url() {
    return targetText.replace(":" + target.port() + "/", ":" + listening.getLocalPort() + "/");
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        var server = new Socket(target.host(), target.port());
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
      }
    } catch (IOException _) {
      // Closed: the proxy is over.
    }
  }

  private void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      int count = in.read(buffer);
      while (count >= 0) {
        awaitSpeaking();
        out.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (IOException | InterruptedException _) {
      // One side has gone; the other follows by the close above.
    }
  }

  private void awaitSpeaking() throws InterruptedException {
    lock.lock();
    try {
      while (silent) {
        speaking.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void silence() {
    lock.lock();
    try {
      silent = true;
    } finally {
      lock.unlock();
    }
  }

  void speak() {
    lock.lock();
    try {
      silent = false;
      speaking.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    speak();
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
