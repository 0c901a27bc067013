// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.base.Sha256;
import dev.atom.protocol.AgentMessage;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Batch;
import dev.atom.protocol.Bytes;
import dev.atom.protocol.IntakeMessage;
import dev.atom.protocol.IntakeService;
import dev.atom.protocol.Labels;
import dev.atom.protocol.Metric;
import dev.atom.protocol.Sample;
import dev.atom.protocol.Scrape;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Sends to intake exactly what it is told, true or not.
final class Sender extends ClientCall.Listener<byte[]> implements AutoCloseable {
  private final ManagedChannel channel;
  private final ClientCall<byte[], byte[]> call;
  private final BlockingQueue<IntakeMessage> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  private Sender(ManagedChannel channel, Metadata headers) {
    this.channel = channel;
    this.call = channel.newCall(IntakeService.DELIVER, CallOptions.DEFAULT);
    call.start(this, headers);
    call.request(100);
  }

  /// With the certificate of red's agents, or an API key alone.
  static Sender open(Lab lab, boolean certificate, String apiKey) {
    try {
      var credentials =
          TlsChannelCredentials.newBuilder().trustManager(lab.ca.certificate().toFile());
      if (certificate) {
        credentials.keyManager(
            lab.folder.resolve("red-agents.pem").toFile(),
            lab.folder.resolve("red-agents.key").toFile());
      }
      var headers = new Metadata();
      if (!apiKey.isEmpty()) {
        headers.put(
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "bearer " + apiKey);
      }
      return new Sender(
          Grpc.newChannelBuilderForAddress(
                  "localhost", lab.intake().agentPort(), credentials.build())
              .build(),
          headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void say(AgentMessage message) {
    call.sendMessage(message.toBytes());
  }

  /// Says hello and gives the nonce.
  IntakeMessage.Welcome greet(String epoch) throws InterruptedException {
    say(new Hello("node-x", epoch, "1", List.of("load")));
    return (IntakeMessage.Welcome) answer();
  }

  IntakeMessage answer() throws InterruptedException {
    IntakeMessage answer = answers.poll(30, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer; the stream ended: " + end.getNow(null));
    }
    return answer;
  }

  Status end() throws Exception {
    return end.get(30, TimeUnit.SECONDS);
  }

  static Batch batch(String epoch, String nonce, long sequence) {
    var sample = new Sample(Metric.gauge("x", "1"), Labels.NONE, sequence);
    var scrape = new Scrape("load", 1_000 * sequence, List.of(sample));
    return new Batch("node-x", epoch, nonce, sequence, 1, 0, List.of(scrape.toBytes()), List.of());
  }

  static SignedBatch signed(Batch batch, KeyPair keys) {
    byte[] content = batch.toBytes();
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(IntakeService.signed(content));
      String id = Sha256.hex(keys.getPublic().getEncoded()).substring(0, 16);
      return new SignedBatch(new Bytes(content), new Bytes(signature.sign()), id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onMessage(byte[] message) {
    try {
      answers.add(IntakeMessage.parse(message));
    } catch (dev.atom.protocol.MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end.complete(status);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
