// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.HdrHistogram.Histogram;

/// The open-loop load generator: requests are due at a constant rate, whether or not earlier ones
/// were answered, and latency counts from the moment a request was due. So a server that stalls
/// cannot hide the requests it kept from being sent.
final class OpenLoop {
  private static final int CONNECTIONS = 64;
  private static final long HIGHEST_MICROS = TimeUnit.SECONDS.toMicros(60);
  private static final int SOCKET_MILLIS = 10_000;

  private final SSLContext tls;
  private final byte[] request;

  OpenLoop(SSLContext tls, String token) {
    this.tls = tls;
    String head =
        String.join(
            "\r\n",
            "POST " + Samples.PATH + " HTTP/1.1",
            "Host: localhost",
            "User-Agent: open-loop",
            "Content-Type: application/json",
            "Authorization: Bearer " + token,
            "Content-Length: " + Samples.BODY.length(),
            "",
            "");
    this.request = (head + Samples.BODY).getBytes(StandardCharsets.US_ASCII);
  }

  /// What a run saw.
  ///
  /// @param latency microseconds of the answers with status 200
  /// @param errors all other requests
  record Seen(Histogram latency, long errors) {
    double micros(double percentile) {
      return latency.getValueAtPercentile(percentile);
    }

    long requests() {
      return latency.getTotalCount() + errors;
    }
  }

  /// Whether one request is answered with 200 now.
  boolean answers(int port) {
    try (var connection = new Connection(port)) {
      return connection.ask() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Sends `rate` requests a second for `seconds`.
  Seen run(int port, double rate, int seconds) throws IOException, InterruptedException {
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(new Connection(port));
      }
      var schedule = new Schedule(rate, (long) (rate * seconds));
      List<Sender> senders = new ArrayList<>();
      for (var connection : open) {
        senders.add(new Sender(connection, schedule));
      }
      List<Thread> threads = new ArrayList<>();
      for (var sender : senders) {
        threads.add(Thread.ofPlatform().daemon().name("open-loop").start(sender));
      }
      for (var thread : threads) {
        thread.join();
      }
      return together(senders);
    } finally {
      for (var connection : open) {
        connection.close();
      }
    }
  }

  private static Seen together(List<Sender> senders) {
    var all = new Histogram(HIGHEST_MICROS, 3);
    long errors = 0;
    for (var sender : senders) {
      all.add(sender.latency);
      errors += sender.errors;
    }
    return new Seen(all, errors);
  }

  /// When each request is due.
  private static final class Schedule {
    private final AtomicLong next = new AtomicLong();
    private final double interval;
    private final long count;
    private final long began = System.nanoTime();

    Schedule(double rate, long count) {
      this.interval = 1e9 / rate;
      this.count = count;
    }

    /// The due time of the next request, or -1 when there are no more.
    long due() {
      long number = next.getAndIncrement();
      return number >= count ? -1 : began + (long) (number * interval);
    }
  }

  private final class Sender implements Runnable {
    private final Histogram latency = new Histogram(HIGHEST_MICROS, 3);
    private final Schedule schedule;
    private Connection connection;
    private long errors;

    Sender(Connection connection, Schedule schedule) {
      this.connection = connection;
      this.schedule = schedule;
    }

    @Override
    public void run() {
      for (long due = schedule.due(); due != -1; due = schedule.due()) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        try {
          int status = connection.ask();
          if (status == 200) {
            latency.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - due) / 1_000));
          } else {
            errors++;
          }
        } catch (IOException _) {
          errors++;
          again();
        }
      }
    }

    private void again() {
      try {
        connection.close();
        connection = new Connection(connection.port);
      } catch (IOException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  /// One keep-alive connection.
  private final class Connection implements AutoCloseable {
    private final int port;
    private final SSLSocket socket;
    private final InputStream in;

    Connection(int port) throws IOException {
      this.port = port;
      this.socket = (SSLSocket) tls.getSocketFactory().createSocket();
      socket.connect(new InetSocketAddress("localhost", port), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.setTcpNoDelay(true);
      var parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3"});
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    }

    /// Sends the request and reads the answer to its end; its status.
    int ask() throws IOException {
      socket.getOutputStream().write(request);
      String status = line();
      long length = -1;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Long.parseLong(line.substring(15).strip());
        }
      }
      if (length < 0) {
        throw new IOException("an answer without a length");
      }
      in.skipNBytes(length);
      return Integer.parseInt(status.substring(9, 12));
    }

    private String line() throws IOException {
      var text = new StringBuilder(64);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("closed");
        }
        if (c != '\r') {
          text.append((char) c);
        }
      }
      return text.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
