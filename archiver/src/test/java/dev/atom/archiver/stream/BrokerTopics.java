// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.base.Secret;
import dev.atom.stream.kafka.KafkaSettings;
import dev.atom.testing.KafkaAccess;
import dev.atom.testing.KafkaBroker;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// The topics on the shared broker for one test, and a user that may write and read them; gone when
/// closed.
final class BrokerTopics implements AutoCloseable {
  static final String USER = "atom-archiver";

  private final KafkaBroker broker = KafkaBroker.shared();
  private final KafkaAccess access = broker.access();
  private final String password = access.newUser(USER);

  BrokerTopics(int auditPartitions) {
    for (String topic : Topic.all()) {
      access.createTopic(topic, topic.equals(Topic.AUDIT.wire()) ? auditPartitions : 1);
      access.allowWrite(USER, topic);
      access.allowRead(USER, topic);
    }
    access.allowGroup(USER, "checking");
    access.allowGroup(USER, LogArchiver.GROUP);
  }

  KafkaBroker broker() {
    return broker;
  }

  KafkaAccess access() {
    return access;
  }

  String password() {
    return password;
  }

  KafkaSettings settings() {
    return settings(broker.address(), password, broker.authority().toString());
  }

  static KafkaSettings settings(String address, String password, String authority) {
    return new KafkaSettings(
        List.of(address),
        USER,
        Secret.of(password),
        KafkaSettings.Security.TLS,
        Optional.of(java.nio.file.Path.of(authority)),
        KafkaSettings.Compression.ZSTD);
  }

  /// A topic is gone when its name is free again.
  @Override
  public void close() {
    Topic.all().forEach(access::deleteTopic);
    Topic.all()
        .forEach(topic -> Awaitility.await().atMost(Chains.patience()).until(() -> isFree(topic)));
    access.close();
  }

  private boolean isFree(String topic) {
    try {
      access.createTopic(topic, 1);
      access.deleteTopic(topic);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
