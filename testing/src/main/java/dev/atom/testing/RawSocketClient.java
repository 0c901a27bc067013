// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client that sends exactly the bytes it is told to, well-formed or not, and shows exactly what
/// came back. Text is ISO 8859-1 in both directions, so every byte is one character.
public final class RawSocketClient implements AutoCloseable {
  private static final int CONNECT_PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  private RawSocketClient(Socket socket) {
    this.socket = socket;
  }

  /// What came back.
  ///
  /// @param text all of it
  /// @param closed whether the server ended the connection; otherwise it stayed silent
  public record Heard(String text, boolean closed) {
    /// The status of the first answer; 0 without one.
    public int status() {
      return text.startsWith("HTTP/1.") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /// How many answers there were.
    public int answers() {
      return text.split("HTTP/1\\.[01] [1-5][0-9][0-9] ", -1).length - 1;
    }

    /// The value of a header of the first answer that has it; empty without.
    public String header(String name) {
      return text.lines()
          .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  /// Over TLS to a port of this machine, offering `protocol` (ALPN), such as `http/1.1` or `h2`.
  ///
  /// @param from the loopback address to come from, such as `127.0.0.9`
  public static RawSocketClient tls(SSLContext context, int port, String protocol, String from) {
    try {
      var plain = connected(port, from);
      var factory = context.getSocketFactory();
      var socket = (SSLSocket) factory.createSocket(plain, "localhost", port, true);
      socket.setSoTimeout(CONNECT_PATIENCE_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.setTcpNoDelay(true);
      return new RawSocketClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without TLS to a port of this machine.
  public static RawSocketClient plain(int port, String from) {
    try {
      return new RawSocketClient(connected(port, from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connected(int port, String from) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
  }

  /// Sends; false when the server has already closed.
  public boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Sends a text, each character as one byte.
  public boolean send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Reads until the server closes, or nothing came for `silence`.
  public Heard hear(Duration silence) {
    var heard = new ByteArrayOutputStream();
    boolean closed = true;
    try {
      socket.setSoTimeout((int) silence.toMillis());
      socket.getInputStream().transferTo(heard);
    } catch (SocketTimeoutException _) {
      closed = false;
    } catch (IOException _) {
      closed = true; // A reset ends the connection as well.
    }
    return new Heard(heard.toString(StandardCharsets.ISO_8859_1), closed);
  }

  /// Reads exactly `count` bytes.
  ///
  /// @throws IOException when the server closes before, or nothing comes for `silence`
  public byte[] read(int count, Duration silence) throws IOException {
    socket.setSoTimeout((int) silence.toMillis());
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
