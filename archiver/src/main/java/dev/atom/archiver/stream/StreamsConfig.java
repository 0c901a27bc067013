// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.stream.kafka.KafkaSettings;
import java.util.Optional;

/// The copies of the trail.
///
/// @param kind what carries the topics
/// @param kafka of the brokers
/// @param waiting how many records may wait for the stream
/// @param archive how topics become objects
/// @param sinks where records are written besides
public record StreamsConfig(
    @Default("in-process")
        @Doc("`in-process` for one machine, `kafka` for brokers, `off` for no topics at all.")
        Kind kind,
    Optional<KafkaSettings> kafka,
    @Default("10000") @Doc("How many records may wait until the stream has kept them.") int waiting,
    LogArchiveConfig archive,
    SinksConfig sinks) {
  /// What carries the topics.
  public enum Kind {
    /// Nothing.
    OFF,
    /// This process.
    IN_PROCESS,
    /// Brokers of the Kafka protocol.
    KAFKA
  }

  public StreamsConfig {
    if (kind == Kind.KAFKA && kafka.isEmpty()) {
      throw new IllegalArgumentException("kafka is missing: where are the brokers?");
    }
    if (waiting < 2 * archive.batchMessages() || waiting > 1_000_000) {
      throw new IllegalArgumentException(
          "waiting " + waiting + " is not between twice archive.batch-messages and 1000000");
    }
  }
}
