// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.archiver.Duty;
import dev.atom.archiver.Records;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.base.CloseStack;
import dev.atom.storage.Database;
import dev.atom.stream.EventStream;
import dev.atom.stream.HandOver;
import dev.atom.stream.StreamReader;
import dev.atom.stream.kafka.KafkaEventStream;
import dev.atom.stream.kafka.KafkaStreamReader;
import dev.atom.stream.sink.FileSink;
import dev.atom.stream.sink.OtlpSink;
import dev.atom.stream.sink.RecordSink;
import dev.atom.stream.sink.StdoutSink;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes the duties that the configuration asks for.
public final class Streams {
  private final StreamsConfig config;
  private final ChainFeed feed;
  private final Cursors cursors;
  private final Outages outages;
  private final InstantSource clock;

  /// @param database with the archiver's role
  /// @param records where outages are written down
  public Streams(StreamsConfig config, Database database, Records records, InstantSource clock) {
    this.config = config;
    this.feed = new ChainFeed(database);
    this.cursors = new Cursors(database);
    this.outages = new RecordedOutages(records);
    this.clock = clock;
  }

  /// The duties, in the order in which they are to be started.
  ///
  /// @param out standard output, of a kind that reports failures
  /// @param open takes what the duties share, which is to be closed after them
  public List<Duty> duties(
      ArchiveStore store,
      Duration retention,
      OutputStream out,
      RandomGenerator random,
      CloseStack open) {
    List<Duty> duties = new ArrayList<>();
    switch (config.kind()) {
      case OFF -> {
        // No topics.
      }
      case IN_PROCESS -> {
        var handOver = open.push(new HandOver(config.waiting(), clock, random));
        topics(handOver, handOver::reader, store, retention, duties);
      }
      case KAFKA -> {
        var kafka = config.kafka().orElseThrow();
        var stream = open.push(KafkaEventStream.open(kafka, config.waiting()));
        topics(
            stream,
            () -> KafkaStreamReader.open(kafka, LogArchiver.GROUP, Topic.all()),
            store,
            retention,
            duties);
      }
    }
    sinks(out)
        .forEach(sink -> duties.add(follower("sink." + name(sink), new SinkDestination(sink))));
    return List.copyOf(duties);
  }

  private void topics(
      EventStream stream,
      Supplier<StreamReader> readers,
      ArchiveStore store,
      Duration retention,
      List<Duty> duties) {
    duties.add(follower(Topic.AUDIT.wire(), TopicDestination.audit(stream)));
    duties.add(follower(Topic.LLM.wire(), TopicDestination.llm(stream)));
    duties.add(follower(Topic.AGENT_LOGS.wire(), TopicDestination.agentLogs(stream)));
    duties.add(follower(Topic.DEPLOYMENTS.wire(), TopicDestination.deployments(stream)));
    duties.add(new LogArchiver(config.archive(), readers, store, retention, clock, outages));
  }

  private Duty follower(String name, Destination destination) {
    return new ChainFollower(name, feed, cursors, destination, outages);
  }

  private List<RecordSink> sinks(OutputStream out) {
    List<RecordSink> sinks = new ArrayList<>();
    if (config.sinks().stdout()) {
      sinks.add(new StdoutSink(out));
    }
    config.sinks().file().ifPresent(file -> sinks.add(FileSink.open(file, clock)));
    config.sinks().otlp().ifPresent(otlp -> sinks.add(new OtlpSink(otlp)));
    return sinks;
  }

  private static String name(RecordSink sink) {
    return sink.kind().name().toLowerCase(Locale.ROOT);
  }
}
