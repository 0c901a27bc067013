// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.kafka;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.stream.EventStream;
import dev.atom.stream.Offer;
import dev.atom.stream.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Publishes to brokers: a record is kept when all replicas in sync have it. Repeats of the client
/// itself are dropped by the broker (idempotence); those of a publisher that starts again are not.
///
/// The client blocks while it looks for a broker, so a thread of ours calls it, never the caller's.
public final class KafkaEventStream implements EventStream {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 100;

  private final KafkaSettings settings;
  private final KafkaErrors errors;
  private final int capacity;
  private final Semaphore room;
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread sending;
  private volatile boolean broken;
  private volatile boolean closed;

  private KafkaEventStream(KafkaSettings settings, int capacity) {
    this.settings = settings;
    this.errors = new KafkaErrors(settings);
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.sending = Thread.ofPlatform().daemon().name("stream-sender").unstarted(this::run);
  }

  /// A stream that connects with the first record.
  ///
  /// @param capacity how many records may wait to be kept
  public static KafkaEventStream open(KafkaSettings settings, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + " holds nothing");
    }
    var stream = new KafkaEventStream(settings, capacity);
    stream.sending.start();
    return stream;
  }

  @Override
  public Offer publish(StreamRecord record) {
    if (closed) {
      return new Offer.Taken(CompletableFuture.failedFuture(ended()));
    }
    if (!room.tryAcquire()) {
      return new Offer.Full(capacity);
    }
    var pending = new Pending(record, new CompletableFuture<>());
    queue.add(pending);
    if (closed && !sending.isAlive()) {
      failTheRest(); // It was closed meanwhile, and nobody looks any more.
    }
    return new Offer.Taken(pending.kept());
  }

  private void run() {
    KafkaProducer<byte[], byte[]> producer = null;
    try {
      while (!closed || !queue.isEmpty()) {
        Pending next = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          producer = working(producer);
          send(producer, next);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (producer != null) {
        producer.close(CLOSE_WAIT);
      }
      failTheRest();
    }
  }

  /// After an error that the client may not recover from, the next one begins anew.
  private KafkaProducer<byte[], byte[]> working(@Nullable KafkaProducer<byte[], byte[]> producer) {
    if (producer != null && !broken) {
      return producer;
    }
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
    broken = false;
    return new KafkaProducer<>(
        producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> producerSettings() {
    Map<String, Object> all = settings.client();
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("compression.type", settings.compression().name().toLowerCase(Locale.ROOT));
    all.put("linger.ms", "5");
    all.put("max.block.ms", "5000");
    all.put("delivery.timeout.ms", "20000");
    return all;
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Pending pending) {
    var record = pending.record();
    byte[] key = record.key().isEmpty() ? null : record.key().getBytes(StandardCharsets.UTF_8);
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(record.topic(), key, record.value().toArray()),
              (_, failure) -> settle(pending, failure));
    } catch (KafkaException | IllegalStateException e) {
      settle(pending, e);
    }
  }

  private void settle(Pending pending, @Nullable Exception failure) {
    if (pending.kept().isDone()) {
      return;
    }
    room.release();
    if (failure == null) {
      pending.kept().complete(null);
      return;
    }
    broken |= !(failure instanceof RetriableException);
    pending
        .kept()
        .completeExceptionally(errors.writing("topic " + pending.record().topic(), failure));
  }

  private void failTheRest() {
    for (Pending left = queue.poll(); left != null; left = queue.poll()) {
      room.release();
      left.kept().completeExceptionally(ended());
    }
  }

  private static AtomException ended() {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        "the stream was closed before the record was kept: publish it again after the next start");
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (!sending.join(CLOSE_WAIT.multipliedBy(2))) {
        sending.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    failTheRest();
  }

  private record Pending(StreamRecord record, CompletableFuture<Void> kept) {}
}
