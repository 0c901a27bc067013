// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.protocol.AgentMessage;
import dev.atom.protocol.IntakeMessage;
import dev.atom.protocol.IntakeService;
import dev.atom.protocol.MalformedMessageException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.SslSocketFactoryChannelCredentials;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream to intake on a connection of its own. What arrives is queued, and the bell is rung.
final class IntakeStream extends ClientCall.Listener<byte[]> implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int ANSWER_BYTES_MAX = 256 * 1024;

  private final ManagedChannel channel;
  private final ClientCall<byte[], byte[]> call;
  private final Runnable bell;
  private final Queue<IntakeMessage> arrived = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Status end;

  private IntakeStream(ManagedChannel channel, Runnable bell) {
    this.channel = channel;
    this.bell = bell;
    this.call = channel.newCall(IntakeService.DELIVER, CallOptions.DEFAULT);
  }

  /// The threads that a connection needs.
  record Threads(ExecutorService work, ScheduledExecutorService timer) {}

  /// Connects; whether it worked shows in what arrives.
  ///
  /// @throws dev.atom.base.AtomException BAD_CONFIGURATION when a file cannot be used
  static IntakeStream open(IntakeConfig config, Threads threads, Runnable bell) {
    var credentials = SslSocketFactoryChannelCredentials.create(UplinkTls.sockets(config));
    var headers = new Metadata();
    // SECURITY(T-35): the key comes from a file, so that no command line or environment shows it
    config
        .apiKeyFile()
        .ifPresent(file -> headers.put(AUTHORIZATION, "bearer " + PemText.line(file)));
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress(config.host(), config.port(), credentials)
            .executor(threads.work())
            .transportExecutor(threads.work())
            .scheduledExecutorService(threads.timer())
            .proxyDetector(_ -> null)
            .disableRetry()
            .maxInboundMessageSize(ANSWER_BYTES_MAX)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(20, TimeUnit.SECONDS)
            .build();
    var stream = new IntakeStream(channel, bell);
    stream.call.start(stream, headers);
    stream.call.request(1);
    return stream;
  }

  void send(AgentMessage message) {
    call.sendMessage(message.toBytes());
  }

  /// The next message that arrived, if any.
  Optional<IntakeMessage> poll() {
    return Optional.ofNullable(arrived.poll());
  }

  /// Why the stream ended; empty while it is open.
  Optional<Status> end() {
    return Optional.ofNullable(end);
  }

  @Override
  public void onMessage(byte[] message) {
    try {
      arrived.add(IntakeMessage.parse(message));
      call.request(1);
    } catch (MalformedMessageException e) {
      call.cancel("intake said something that is no message: " + e.getMessage(), e);
    }
    bell.run();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end = status;
    bell.run();
  }

  @Override
  public void onReady() {
    bell.run();
  }

  @Override
  public void close() {
    call.halfClose();
    channel.shutdownNow();
    try {
      // Its threads are used again, and must not be given up under it.
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
