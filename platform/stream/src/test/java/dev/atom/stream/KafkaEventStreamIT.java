// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.stream.kafka.KafkaEventStream;
import dev.atom.stream.kafka.KafkaSettings;
import dev.atom.stream.kafka.KafkaStreamReader;
import dev.atom.testing.Feature;
import dev.atom.testing.KafkaAccess;
import dev.atom.testing.KafkaBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Feature("C15")
final class KafkaEventStreamIT extends EventStreamContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KafkaBroker broker = KafkaBroker.shared();
  private final KafkaAccess access = broker.access();
  private final String topic = "atom.audit." + NUMBER.incrementAndGet();
  private final String user = "user-" + topic;
  private String password = "";

  @BeforeEach
  void grant() {
    access.createTopic(topic, 1);
    password = access.newUser(user);
    access.allowWrite(user, topic);
    access.allowRead(user, topic);
    access.allowGroup(user, "log-archiver");
  }

  @AfterEach
  void end() {
    access.close();
  }

  @Override
  String topic() {
    return topic;
  }

  @Override
  EventStream stream(int capacity) {
    return KafkaEventStream.open(settings(user, password), capacity);
  }

  @Override
  StreamReader reader() {
    return KafkaStreamReader.open(settings(user, password), "log-archiver", List.of(topic));
  }

  @Override
  void stall() {
    broker.freeze();
  }

  @Override
  void goOn() {
    broker.thaw();
  }

  @Test
  void aWrongPasswordIsNamedWithoutBeingTold() {
    String wrong = password + "-wrong";

    var failure = failureOf(settings(user, wrong));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining(user).hasMessageContaining("check the password");
    assertThat(printed(failure)).doesNotContain(wrong).doesNotContain(password);
  }

  @Test
  void aMissingRuleIsNamedWithTheTopicAndWhatToGrant() {
    String other = user + "-other";
    String secret = access.newUser(other);

    var failure = failureOf(settings(other, secret));

    assertThat(failure.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(failure)
        .hasMessageContaining("may not write topic " + topic)
        .hasMessageContaining("--allow-principal User:" + other + " --operation Write --topic");
    assertThat(printed(failure)).doesNotContain(secret);
  }

  @Test
  void theStreamRecoversWhenTheRuleIsGranted() {
    String other = user + "-other";
    String secret = access.newUser(other);
    try (var stream = KafkaEventStream.open(settings(other, secret), 10)) {
      assertThatThrownBy(() -> taken(stream.publish(record("a", "n"))).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AtomException.class);

      access.allowWrite(other, topic);

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> {
            taken(stream.publish(record("a", "n"))).get(60, TimeUnit.SECONDS);
            return true;
          });
    }
  }

  @Test
  void aReaderWithoutARuleIsToldWhichTopicAndWhichGroup() {
    String other = user + "-other";
    String secret = access.newUser(other);

    assertThatThrownBy(() -> poll(settings(other, secret)))
        .isInstanceOfSatisfying(
            AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN))
        .hasMessageContaining("--operation Read --topic " + topic);

    access.allowRead(other, topic);
    assertThatThrownBy(() -> poll(settings(other, secret)))
        .hasMessageContaining("--operation Read --group log-archiver");

    assertThatThrownBy(() -> poll(settings(other, secret + "-wrong")))
        .isInstanceOfSatisfying(
            AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNotTrusted() {
    var untrusting =
        new KafkaSettings(
            List.of(broker.address()),
            user,
            Secret.of(password),
            KafkaSettings.Security.TLS,
            Optional.empty(),
            KafkaSettings.Compression.NONE);

    var failure = failureOf(untrusting);

    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("is not trusted: name its authority");
  }

  @Test
  void aTopicThatIsMadeAnewHasAnotherName() {
    String before = nameOfLife();
    access.deleteTopic(topic);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> {
          access.createTopic(topic, 1);
          return true;
        });

    assertThat(nameOfLife()).isNotEqualTo(before);
  }

  private String nameOfLife() {
    try (var reader = reader()) {
      return reader.incarnation(new Slot(topic, 0));
    }
  }

  private void poll(KafkaSettings settings) {
    try (var reader = KafkaStreamReader.open(settings, "log-archiver", List.of(topic))) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (System.nanoTime() < until) {
        reader.poll(Duration.ofMillis(200));
      }
    }
  }

  private AtomException failureOf(KafkaSettings settings) {
    try (var stream = KafkaEventStream.open(settings, 10)) {
      taken(stream.publish(record("a", "n"))).get(60, TimeUnit.SECONDS);
      throw new AssertionError("it was kept");
    } catch (ExecutionException e) {
      return (AtomException) Objects.requireNonNull(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private KafkaSettings settings(String user, String password) {
    return new KafkaSettings(
        List.of(broker.address()),
        user,
        Secret.of(password),
        KafkaSettings.Security.TLS,
        Optional.of(broker.authority()),
        KafkaSettings.Compression.ZSTD);
  }
}
