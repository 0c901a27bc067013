// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A TCP proxy before PostgreSQL, with switches for what networks do.
class FaultProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile String cutAfterReply = "";
  private volatile String cutBeforeRequest = "";
  private volatile boolean refusing;
  private volatile boolean swallowing;

  /// Listens, and leads to `target` on this machine.
  FaultProxy(int target) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  /// Where it listens.
  int port() {
    return listener.getLocalPort();
  }

  /// The next reply that holds `text` does not arrive: the connection is cut instead.
  void cutInsteadOfReply(String text) {
    cutAfterReply = text;
  }

  /// The next request that holds `text` does not arrive: the connection is cut instead.
  void cutInsteadOfRequest(String text) {
    cutBeforeRequest = text;
  }

  boolean armed() {
    return !(cutAfterReply.isEmpty() && cutBeforeRequest.isEmpty());
  }

  /// While on, connections are cut at once.
  void refuse(boolean on) {
    refusing = on;
    if (on) {
      cutAll();
    }
  }

  /// While on, nothing that is sent arrives, and nobody is told.
  void swallow(boolean on) {
    swallowing = on;
    if (!on) {
      cutAll();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          lead(client);
        }
      } catch (IOException e) {
        // Closed, or a client that left again.
      }
    }
  }

  private void lead(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(server);
      Thread.ofVirtual().start(() -> pump(client, server, true));
      Thread.ofVirtual().start(() -> pump(server, client, false));
    } catch (IOException e) {
      client.close();
    }
  }

  private void pump(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String chunk = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        before(chunk, requests);
        if (cuts(chunk, requests)) {
          return;
        }
        if (!swallowing) {
          out.write(buffer, 0, n);
        }
        after(chunk, requests);
      }
    } catch (IOException e) {
      // One side is gone; both are closed.
    }
  }

  /// What came has not been passed on.
  void before(String chunk, boolean requests) {}

  /// What came has been passed on.
  void after(String chunk, boolean requests) {}

  private boolean cuts(String chunk, boolean requests) {
    String wanted = requests ? cutBeforeRequest : cutAfterReply;
    if (wanted.isEmpty() || !chunk.contains(wanted)) {
      return false;
    }
    if (requests) {
      cutBeforeRequest = "";
    } else {
      cutAfterReply = "";
    }
    return true;
  }

  private void cutAll() {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cutAll();
  }
}
