// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.kafka;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What an error of the broker means, in words that name the way out. No secret is in them: the
/// client's own words hold none.
final class KafkaErrors {
  private final KafkaSettings settings;

  KafkaErrors(KafkaSettings settings) {
    this.settings = settings;
  }

  /// @param topics the topic or topics that it was about
  AtomException writing(String topics, Throwable e) {
    return switch (e) {
      case TopicAuthorizationException _ ->
          error(
              ErrorCode.FORBIDDEN,
              mayNot("write", topics) + grant("Write", "--topic " + topics),
              e);
      case ClusterAuthorizationException _ ->
          error(
              ErrorCode.FORBIDDEN,
              mayNot("write", topics) + grant("IdempotentWrite", "--cluster"),
              e);
      case RecordTooLargeException _ ->
          error(
              ErrorCode.BAD_REQUEST,
              "a record is too large for "
                  + topics
                  + at()
                  + ": raise the topic's max.message.bytes",
              e);
      default -> common(topics, e);
    };
  }

  AtomException reading(String topics, String group, Throwable e) {
    return switch (e) {
      case TopicAuthorizationException denied -> {
        String named = String.join(" and ", denied.unauthorizedTopics());
        String which = named.isEmpty() ? topics : named;
        yield error(
            ErrorCode.FORBIDDEN, mayNot("read", which) + grant("Read", "--topic " + which), e);
      }
      case GroupAuthorizationException _ ->
          error(
              ErrorCode.FORBIDDEN,
              mayNot("join the group " + group + " that reads", topics)
                  + grant("Read", "--group " + group),
              e);
      default -> common(topics, e);
    };
  }

  private AtomException common(String topics, Throwable e) {
    return switch (e) {
      case SslAuthenticationException _ ->
          error(
              ErrorCode.UNAUTHENTICATED,
              "the certificate of Kafka"
                  + at()
                  + " is not trusted: name its authority in `authority` ("
                  + e.getMessage()
                  + ")",
              e);
      case AuthenticationException _ ->
          error(
              ErrorCode.UNAUTHENTICATED,
              "Kafka"
                  + at()
                  + " refuses the user "
                  + settings.user()
                  + ": check the password, and that the user exists with SCRAM-SHA-256",
              e);
      case UnknownTopicOrPartitionException _ ->
          error(
              ErrorCode.DEPENDENCY_UNAVAILABLE,
              topics
                  + " does not exist"
                  + at()
                  + ": create it, kafka-topics --create --topic "
                  + topics,
              e);
      default ->
          error(
              ErrorCode.DEPENDENCY_UNAVAILABLE,
              "Kafka" + at() + " does not answer for " + topics + ": " + e.getMessage(),
              e);
    };
  }

  private String mayNot(String what, String topics) {
    return "the Kafka user " + settings.user() + " may not " + what + " " + topics + at();
  }

  private String grant(String operation, String on) {
    return ": grant it, kafka-acls --add --allow-principal User:"
        + settings.user()
        + " --operation "
        + operation
        + " "
        + on;
  }

  private String at() {
    return " at " + String.join(",", settings.servers());
  }

  private static AtomException error(ErrorCode code, String message, Throwable cause) {
    return new AtomException(code, message, cause);
  }
}
