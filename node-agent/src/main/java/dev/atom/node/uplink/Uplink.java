// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.base.AtomException;
import dev.atom.node.journal.Journal;
import dev.atom.node.uplink.IntakeStream.Threads;
import dev.atom.node.uplink.Outbox.Item;
import dev.atom.protocol.AgentMessage.ConfigReply;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.Batch;
import dev.atom.protocol.IntakeMessage;
import dev.atom.protocol.IntakeMessage.Acknowledged;
import dev.atom.protocol.IntakeMessage.ConfigOffer;
import dev.atom.protocol.IntakeMessage.Refused;
import dev.atom.protocol.IntakeMessage.Welcome;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Sends what waits in the outbox, batch after batch, and keeps each until it is acknowledged.
///
/// Batches are numbered when they are made, so what the outbox gave up leaves no gap. After a break
/// intake says what it has stored, and the rest is signed anew for the new stream: nothing that was
/// acknowledged is sent again, nothing that was not is lost.
public final class Uplink implements Runnable, AutoCloseable {
  private static final String MALFORMED = "malformed";
  private static final int DELTAS_MAX = 100;
  private static final int BATCH_BYTES_MAX = 256 * 1024;
  private static final int IN_FLIGHT_MAX = 4;
  private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
  private static final Duration WELCOME_WAIT = Duration.ofSeconds(15);
  private static final Duration ACKNOWLEDGE_WAIT = Duration.ofSeconds(30);
  private static final Duration GOODBYE_WAIT = Duration.ofSeconds(3);
  private static final long STACK_BYTES = 256 * 1024;

  /// What the uplink asks of the rest of the agent.
  public interface Peer {
    /// Puts every fact into the outbox again: intake knows none, or lost some.
    void tellAll();

    /// Takes a configuration; gives the reason why not, or an empty text.
    String configure(String yaml);
  }

  /// Who sends.
  ///
  /// @param node the node's id
  /// @param epoch this run of the agent
  public record Sender(String node, String epoch, String version, List<String> collectors) {
    public Sender {
      collectors = List.copyOf(collectors);
    }
  }

  private final Sender sender;
  private final Outbox outbox;
  private final Peer peer;
  private final Journal journal;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Thread thread;
  private final Threads threads;
  private final Deque<Batch> inFlight = new ArrayDeque<>();
  private volatile IntakeConfig config;
  private volatile boolean stopping;
  private volatile boolean renew;
  private volatile long acknowledged;
  private volatile boolean connected;
  private long sequence;
  private long configSequence;
  private int failures;
  private boolean told;

  /// @param random spreads retries
  public Uplink(
      Sender sender,
      IntakeConfig config,
      Outbox outbox,
      Peer peer,
      Journal journal,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.sender = sender;
    this.config = config;
    this.outbox = outbox;
    this.peer = peer;
    this.journal = journal;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.random = random;
    var factory = Thread.ofPlatform().name("uplink-", 0).daemon().stackSize(STACK_BYTES).factory();
    this.threads =
        new Threads(
            Executors.newCachedThreadPool(factory),
            Executors.newSingleThreadScheduledExecutor(factory));
    this.thread =
        Thread.ofPlatform().name("uplink").daemon().stackSize(STACK_BYTES).unstarted(this);
  }

  /// Starts sending.
  public void start() {
    thread.start();
  }

  /// Wakes the uplink: something may be to do.
  public void ring() {
    LockSupport.unpark(thread);
  }

  /// Takes another configuration, or the same one with other files; the next stream uses it.
  public void renew(IntakeConfig next) {
    config = next;
    renew = true;
    ring();
  }

  /// The last batch of this run that intake has stored.
  public long acknowledged() {
    return acknowledged;
  }

  /// Whether a stream is open.
  public boolean connected() {
    return connected;
  }

  @Override
  public void run() {
    while (!stopping) {
      renew = false;
      Optional<String> failure = oneStream();
      connected = false;
      if (failure.isPresent() && !stopping) {
        retryLater(failure.get());
      }
    }
  }

  /// One stream from its opening to its end; why it failed, or nothing when it was time for
  /// another.
  private Optional<String> oneStream() {
    IntakeConfig current = config;
    try {
      BatchSigner signer = BatchSigner.open(current.signingKeyFile());
      try (IntakeStream stream = IntakeStream.open(current, threads, this::ring)) {
        return serve(stream, signer, current.limits());
      }
    } catch (AtomException | IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> serve(
      IntakeStream stream, BatchSigner signer, IntakeConfig.Limits limits) {
    stream.send(new Hello(sender.node(), sender.epoch(), sender.version(), sender.collectors()));
    Optional<Welcome> welcome = welcome(stream);
    if (welcome.isEmpty()) {
      return stream.end().map(Uplink::words).or(() -> Optional.of("intake did not answer"));
    }
    connected = true;
    if (told) {
      told = false;
      journal.info("connected", "intake answers again");
    }
    resume(stream, signer, welcome.get());
    return exchange(stream, signer, welcome.get().nonce(), limits);
  }

  private Optional<Welcome> welcome(IntakeStream stream) {
    long until = nanoTime.getAsLong() + WELCOME_WAIT.toNanos();
    while (stream.end().isEmpty() && nanoTime.getAsLong() < until && !stopping) {
      if (stream.poll().orElse(null) instanceof Welcome welcome) {
        return Optional.of(welcome);
      }
      LockSupport.parkNanos(this, Duration.ofMillis(200).toNanos());
    }
    return Optional.empty();
  }

  private void resume(IntakeStream stream, BatchSigner signer, Welcome welcome) {
    acknowledge(welcome.lastSequence());
    if (outbox.takeDeltasLost() || (welcome.lastSequence() == 0 && sequence > 0)) {
      peer.tellAll();
    }
    List<Batch> again = new ArrayList<>(inFlight);
    inFlight.clear();
    sequence = welcome.lastSequence();
    for (Batch batch : again) {
      sequence++;
      send(batch.renewed(welcome.nonce(), sequence), stream, signer);
    }
  }

  private Optional<String> exchange(
      IntakeStream stream, BatchSigner signer, String nonce, IntakeConfig.Limits limits) {
    long opened = nanoTime.getAsLong();
    long heard = opened;
    long flushed = opened - limits.flush().toNanos();
    while (stream.end().isEmpty()) {
      boolean leaving =
          stopping || renew || nanoTime.getAsLong() - opened > limits.streamAge().toNanos();
      if (leaving && (inFlight.isEmpty() || waited(heard, GOODBYE_WAIT))) {
        return Optional.empty();
      }
      if (receive(stream) || inFlight.isEmpty()) {
        heard = nanoTime.getAsLong();
      } else if (waited(heard, ACKNOWLEDGE_WAIT)) {
        return Optional.of(
            "intake acknowledged nothing for " + ACKNOWLEDGE_WAIT.toSeconds() + " s");
      }
      long wait = flushed + limits.flush().toNanos() - nanoTime.getAsLong();
      boolean due = wait <= 0 || outbox.deltas() >= DELTAS_MAX;
      boolean possible = !leaving && inFlight.size() < IN_FLIGHT_MAX && !outbox.isEmpty();
      if (due && possible) {
        send(next(nonce), stream, signer);
        flushed = nanoTime.getAsLong();
      } else {
        // What arrives and what is put into the outbox rings.
        LockSupport.parkNanos(this, possible ? wait : LOOK_NANOS);
      }
    }
    return stream.end().map(Uplink::words);
  }

  private boolean waited(long since, Duration bound) {
    return nanoTime.getAsLong() - since > bound.toNanos();
  }

  private boolean receive(IntakeStream stream) {
    boolean heard = false;
    for (var next = stream.poll(); next.isPresent(); next = stream.poll()) {
      heard = true;
      take(next.get(), stream);
    }
    return heard;
  }

  private void take(IntakeMessage message, IntakeStream stream) {
    switch (message) {
      case Acknowledged(long number) -> acknowledge(number);
      case Refused(long number, String reason) -> {
        journal.warn("batch_refused", "intake refused batch " + number + ": " + reason);
        // Any other refusal is about the stream or the key: what was said may be said again.
        inFlight.removeIf(batch -> reason.equals(MALFORMED) && batch.sequence() == number);
      }
      case ConfigOffer(long number, String yaml) -> {
        String problem = number <= configSequence ? "an older version" : peer.configure(yaml);
        configSequence = Math.max(configSequence, number);
        stream.send(new ConfigReply(number, problem));
      }
      case Welcome _ -> journal.warn("protocol", "a second welcome is ignored");
    }
  }

  private void acknowledge(long number) {
    inFlight.removeIf(batch -> batch.sequence() <= number);
    failures = number > acknowledged ? 0 : failures;
    acknowledged = Math.max(acknowledged, number);
  }

  private Batch next(String nonce) {
    List<byte[]> scrapes = new ArrayList<>();
    List<byte[]> deltas = new ArrayList<>();
    for (Item item : outbox.take(DELTAS_MAX, BATCH_BYTES_MAX)) {
      (item.delta() ? deltas : scrapes).add(item.content().array());
    }
    sequence++;
    return new Batch(
        sender.node(),
        sender.epoch(),
        nonce,
        sequence,
        clock.millis(),
        outbox.dropped(),
        scrapes,
        deltas);
  }

  private void send(Batch batch, IntakeStream stream, BatchSigner signer) {
    inFlight.addLast(batch);
    stream.send(signer.sign(batch));
  }

  private void retryLater(String failure) {
    if (!told) {
      told = true;
      journal.warn("disconnected", "intake cannot be reached: " + failure + "; trying again");
    }
    IntakeConfig.Limits limits = config.limits();
    long most = limits.retryFirst().toNanos() << Math.min(failures, 16);
    long bound = Math.min(limits.retryMax().toNanos(), most);
    failures++;
    long until = nanoTime.getAsLong() + bound / 2 + random.nextLong(bound / 2 + 1);
    while (!stopping && !renew && nanoTime.getAsLong() < until) {
      LockSupport.parkNanos(this, until - nanoTime.getAsLong());
    }
  }

  private static String words(Status status) {
    Throwable cause = status.getCause();
    return status.getCode()
        + (status.getDescription() == null ? "" : " " + status.getDescription())
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }

  /// Sends what waits, bounded, and ends.
  @Override
  public void close() {
    stopping = true;
    ring();
    try {
      thread.join(GOODBYE_WAIT.plusSeconds(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.work().shutdownNow();
    threads.timer().shutdownNow();
  }
}
