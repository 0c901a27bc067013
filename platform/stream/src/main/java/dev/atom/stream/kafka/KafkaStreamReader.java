// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.kafka;

import dev.atom.stream.Bytes;
import dev.atom.stream.Slot;
import dev.atom.stream.StreamEntry;
import dev.atom.stream.StreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// One member of a consumer group.
public final class KafkaStreamReader implements StreamReader {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final KafkaErrors errors;
  private final String group;
  private final List<String> topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> incarnations = new HashMap<>();
  private final Set<Slot> lost = new HashSet<>();

  private KafkaStreamReader(KafkaSettings settings, String group, List<String> topics) {
    this.settings = settings;
    this.errors = new KafkaErrors(settings);
    this.group = group;
    this.topics = List.copyOf(topics);
    this.consumer =
        new KafkaConsumer<>(
            consumerSettings(settings, group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /// A member of `group` that reads `topics`; it connects with the first poll.
  public static KafkaStreamReader open(KafkaSettings settings, String group, List<String> topics) {
    var reader = new KafkaStreamReader(settings, group, topics);
    reader.consumer.subscribe(topics, reader.new Losses());
    return reader;
  }

  private static Map<String, Object> consumerSettings(KafkaSettings settings, String group) {
    Map<String, Object> all = settings.client();
    all.put("group.id", group);
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", "false");
    all.put("max.poll.records", "500");
    all.put("session.timeout.ms", "10000");
    all.put("default.api.timeout.ms", "15000");
    return all;
  }

  @Override
  public Poll poll(Duration wait) {
    try {
      var records = consumer.poll(wait);
      List<StreamEntry> entries = new ArrayList<>();
      records.forEach(each -> entries.add(entry(each)));
      var gone = Set.copyOf(lost);
      lost.clear();
      return new Poll(gone, entries);
    } catch (KafkaException e) {
      throw errors.reading(String.join(",", topics), group, e);
    }
  }

  private static StreamEntry entry(ConsumerRecord<byte[], byte[]> found) {
    byte[] key = found.key();
    byte[] value = found.value();
    return new StreamEntry(
        new Slot(found.topic(), found.partition()),
        found.offset(),
        Instant.ofEpochMilli(found.timestamp()),
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        Bytes.of(value == null ? new byte[0] : value));
  }

  @Override
  public void commit(Slot slot, long nextOffset) {
    try {
      consumer.commitSync(
          Map.of(
              new TopicPartition(slot.topic(), slot.partition()),
              new OffsetAndMetadata(nextOffset)));
    } catch (KafkaException e) {
      throw errors.reading(slot.topic(), group, e);
    }
  }

  @Override
  public String incarnation(Slot slot) {
    return incarnations.computeIfAbsent(slot.topic(), this::topicId);
  }

  private String topicId(String topic) {
    try (var admin = Admin.create(settings.client())) {
      var described = admin.describeTopics(List.of(topic)).allTopicNames().get().values();
      var id = described.iterator().next().topicId();
      return HexFormat.of().toHexDigits(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    } catch (ExecutionException e) {
      throw errors.reading(topic, group, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.reading(topic, group, e);
    }
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_WAIT));
  }

  /// What is taken from us, whether in order or not, is read again by whoever gets it.
  private final class Losses implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(each -> lost.add(new Slot(each.topic(), each.partition())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Reading begins at what the group has committed.
    }
  }
}
