// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// What the superuser of a [KafkaBroker] does for a test. Blocking.
public final class KafkaAccess implements AutoCloseable {
  private static final int SCRAM_ITERATIONS_MIN = 4096;

  private final Admin admin;

  KafkaAccess(String address, String user, String password) {
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                address,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                    + user
                    + "\" password=\""
                    + password
                    + "\";"));
  }

  /// Makes a topic.
  public void createTopic(String topic, int partitions) {
    await(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
  }

  /// Removes a topic with all that is in it.
  public void deleteTopic(String topic) {
    await(admin.deleteTopics(List.of(topic)).all());
  }

  /// Makes a user who may do nothing yet, or changes the password of one. Gives the password.
  public String newUser(String name) {
    String password = KafkaBroker.freshPassword();
    var credential = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, SCRAM_ITERATIONS_MIN);
    await(
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(name, credential, password)))
            .all());
    return password;
  }

  /// Lets `user` write to `topic`.
  public void allowWrite(String user, String topic) {
    allow(user, ResourceType.TOPIC, topic, AclOperation.WRITE);
  }

  /// Lets `user` read `topic`.
  public void allowRead(String user, String topic) {
    allow(user, ResourceType.TOPIC, topic, AclOperation.READ);
  }

  /// Lets `user` be a member of the consumer group `group`.
  public void allowGroup(String user, String group) {
    allow(user, ResourceType.GROUP, group, AclOperation.READ);
  }

  private void allow(String user, ResourceType kind, String name, AclOperation operation) {
    var entry = new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW);
    var what = new ResourcePattern(kind, name, PatternType.LITERAL);
    await(admin.createAcls(List.of(new AclBinding(what, entry))).all());
  }

  /// What `group` has committed: the offset of the next record it wants of each partition.
  public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  /// What `group` has committed for one partition; empty before the first time.
  public Optional<Long> committed(String group, String topic, int partition) {
    return Optional.ofNullable(committed(group).get(new TopicPartition(topic, partition)))
        .map(OffsetAndMetadata::offset);
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
