// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.wire;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.http.TlsFiles;
import dev.atom.protocol.IntakeService;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Where agents connect: gRPC, over TLS and nothing else. Streams work on virtual threads.
final class AgentListener implements AutoCloseable {
  private static final int HEADER_BYTES_MAX = 8 * 1024;

  private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  AgentListener(String host, int port, TlsFiles tls, ServerCallHandler<byte[], byte[]> handler) {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port), credentials(tls))
            .executor(streams)
            .addService(
                ServerServiceDefinition.builder(IntakeService.NAME)
                    .addMethod(IntakeService.DELIVER, handler)
                    .build())
            .maxInboundMessageSize(IntakeService.MESSAGE_BYTES_MAX)
            .maxInboundMetadataSize(HEADER_BYTES_MAX)
            .maxConcurrentCallsPerConnection(2)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTime(60, TimeUnit.SECONDS)
            .handshakeTimeout(10, TimeUnit.SECONDS)
            .build();
  }

  private static ServerCredentials credentials(TlsFiles tls) {
    try {
      var credentials =
          TlsServerCredentials.newBuilder()
              .keyManager(tls.certificate().toFile(), tls.key().toFile());
      if (tls.clientCa().isPresent()) {
        // SECURITY(T-16): a certificate that is shown must hold; without one an API key must
        credentials
            .trustManager(tls.clientCa().get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL);
      }
      return credentials.build();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the TLS files of agents cannot be read: " + e, e);
    }
  }

  void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the listener for agents cannot start: " + e, e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      // Connections are told of the end through the same threads: without these, agents would wait
      // for answers on connections that nobody closes.
      boolean _ = server.awaitTermination(5, TimeUnit.SECONDS);
      streams.shutdown();
      // A batch in hand is stored to its end: an interrupt would break its transaction.
      if (!streams.awaitTermination(5, TimeUnit.SECONDS)) {
        streams.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
