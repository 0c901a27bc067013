// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class KafkaBrokerTest {
  private final KafkaBroker broker = KafkaBroker.shared();

  @Test
  void aUserWritesWhatARuleAllows() throws Exception {
    try (var access = broker.access()) {
      access.createTopic("allowed", 1);
      String password = access.newUser("writer");
      access.allowWrite("writer", "allowed");
      try (var producer = producer("writer", password)) {
        assertThat(producer.send(hello("allowed")).get().offset()).isZero();
      }
    }
  }

  @Test
  void aUserWithoutARuleIsRefused() {
    try (var access = broker.access()) {
      access.createTopic("closed", 1);
      String password = access.newUser("stranger");
      try (var producer = producer("stranger", password)) {
        assertThatThrownBy(() -> producer.send(hello("closed")).get())
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (var access = broker.access();
        var producer = producer("forger", access.newUser("forger") + "x")) {
      assertThatThrownBy(() -> producer.send(hello("closed")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  private static ProducerRecord<byte[], byte[]> hello(String topic) {
    return new ProducerRecord<>(topic, "hello".getBytes(StandardCharsets.UTF_8));
  }

  private KafkaProducer<byte[], byte[]> producer(String user, String password) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.address());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", broker.authority().toString());
    settings.put("sasl.mechanism", "SCRAM-SHA-256");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + user
            + "\" password=\""
            + password
            + "\";");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
