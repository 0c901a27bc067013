// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.wire;

import dev.atom.base.AtomException;
import dev.atom.http.PeerCertificate;
import dev.atom.intake.BatchCheck;
import dev.atom.intake.Tenant;
import dev.atom.intake.Tenants;
import dev.atom.intake.Verdict;
import dev.atom.intake.Verdict.Reason;
import dev.atom.intake.store.NodeStore;
import dev.atom.intake.store.NodeStore.Opened;
import dev.atom.protocol.AgentMessage;
import dev.atom.protocol.AgentMessage.ConfigReply;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Batch;
import dev.atom.protocol.Delta;
import dev.atom.protocol.IntakeMessage;
import dev.atom.protocol.IntakeMessage.Acknowledged;
import dev.atom.protocol.IntakeMessage.Refused;
import dev.atom.protocol.IntakeMessage.Welcome;
import dev.atom.protocol.MalformedMessageException;
import dev.atom.protocol.Scrape;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives streams of agents. Each message is taken only when the one before is stored: that is
/// the back-pressure, through flow control to the agent's bounded buffer.
final class DeliverHandler implements ServerCallHandler<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverHandler.class);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "bearer ";
  private static final int NONCE_BYTES = 16;
  private static final int NAME_LENGTH_MAX = 128;

  private final Tenants tenants;
  private final BatchCheck check;
  private final NodeStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  DeliverHandler(
      Tenants tenants,
      BatchCheck check,
      NodeStore store,
      InstantSource clock,
      RandomGenerator random) {
    this.tenants = tenants;
    this.check = check;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    Optional<Tenant> tenant = tenants.sender(commonName(session), bearer(headers));
    if (tenant.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("event", "sender_unknown")
          .log("a sender without a credential of any tenant was refused");
      call.close(Status.UNAUTHENTICATED.withDescription("credential_unknown"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    call.sendHeaders(new Metadata());
    call.request(1);
    return new Session(call, tenant.get());
  }

  private static Optional<String> bearer(Metadata headers) {
    String value = headers.get(AUTHORIZATION);
    if (value == null) {
      return Optional.empty();
    }
    boolean bearer = value.toLowerCase(Locale.ROOT).startsWith(BEARER);
    // What is no bearer key is a credential all the same: a wrong one.
    return Optional.of(bearer ? value.substring(BEARER.length()) : "");
  }

  private static Optional<String> commonName(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? PeerCertificate.commonName(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// One stream. Its methods are called one after another.
  private final class Session extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Tenant tenant;
    private final String nonce = nonce();
    private @Nullable Hello hello;
    private long last;
    private boolean over;

    Session(ServerCall<byte[], byte[]> call, Tenant tenant) {
      this.call = call;
      this.tenant = tenant;
    }

    @Override
    public void onMessage(byte[] bytes) {
      if (over) {
        return;
      }
      try {
        take(AgentMessage.parse(bytes));
      } catch (MalformedMessageException e) {
        end(Status.INVALID_ARGUMENT.withDescription("malformed: " + e.getMessage()));
      } catch (AtomException e) {
        LOG.atWarn()
            .addKeyValue("event", "not_stored")
            .log("a batch is not stored: {}", e.getMessage());
        end(Status.UNAVAILABLE.withDescription("storage_unavailable"));
      }
      if (!over) {
        call.request(1);
      }
    }

    private void take(AgentMessage message) {
      switch (message) {
        case Hello first when hello == null -> greet(first);
        case Hello _ -> end(Status.FAILED_PRECONDITION.withDescription("a second hello"));
        case SignedBatch signed when hello != null -> batch(hello, signed);
        case SignedBatch _ -> end(Status.FAILED_PRECONDITION.withDescription("no hello"));
        case ConfigReply(long sequence, String problem) ->
            LOG.atInfo()
                .addKeyValue("event", problem.isEmpty() ? "config_taken" : "config_refused")
                .log("configuration {}: {}", sequence, problem);
      }
    }

    private void greet(Hello first) {
      if (first.node().isEmpty()
          || first.node().length() > NAME_LENGTH_MAX
          || first.epoch().isEmpty()
          || first.epoch().length() > NAME_LENGTH_MAX) {
        end(Status.INVALID_ARGUMENT.withDescription("a hello without node or epoch"));
        return;
      }
      last = store.begin(tenant, first, clock.instant());
      hello = first;
      send(new Welcome(nonce, last));
    }

    private void batch(Hello from, SignedBatch signed) {
      switch (check.judge(tenant, from, nonce, last, signed)) {
        case Verdict.Accepted(Batch batch) -> store(batch, signed);
        case Verdict.Refused(Reason reason, long sequence) -> refuse(reason, sequence, signed);
      }
    }

    private void store(Batch batch, SignedBatch signed) {
      Opened opened;
      try {
        opened = open(batch);
      } catch (MalformedMessageException _) {
        refuse(Reason.MALFORMED, batch.sequence(), signed);
        return;
      }
      if (!store.store(tenant, opened, clock.instant())) {
        refuse(Reason.OUT_OF_ORDER, batch.sequence(), signed);
        return;
      }
      last = batch.sequence();
      send(new Acknowledged(last));
    }

    /// Refused, recorded, and the stream ends: what follows could only be out of order.
    private void refuse(Reason reason, long sequence, SignedBatch signed) {
      String node = hello == null ? "" : hello.node();
      String keyId = signed.keyId().substring(0, Math.min(64, signed.keyId().length()));
      store.refused(tenant, node, reason, sequence, keyId, clock.instant());
      send(new Refused(sequence, reason.code()));
      end(Status.FAILED_PRECONDITION.withDescription(reason.code()));
    }

    private void send(IntakeMessage message) {
      call.sendMessage(message.toBytes());
    }

    private void end(Status status) {
      over = true;
      call.close(status, new Metadata());
    }

    @Override
    public void onHalfClose() {
      if (!over) {
        end(Status.OK);
      }
    }
  }

  private static Opened open(Batch batch) throws MalformedMessageException {
    List<Scrape> scrapes = new ArrayList<>();
    for (byte[] scrape : batch.scrapes()) {
      scrapes.add(Scrape.parse(scrape));
    }
    List<Delta> deltas = new ArrayList<>();
    for (byte[] delta : batch.deltas()) {
      deltas.add(Delta.parse(delta));
    }
    return new Opened(batch, scrapes, deltas);
  }
}
