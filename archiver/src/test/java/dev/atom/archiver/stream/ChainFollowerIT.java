// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.audit.EventKind;
import dev.atom.stream.StreamEntry;
import dev.atom.stream.kafka.KafkaEventStream;
import dev.atom.stream.kafka.KafkaSettings;
import dev.atom.stream.kafka.KafkaStreamReader;
import dev.atom.testing.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The real chain to a real broker.
@Feature("C15")
final class ChainFollowerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BrokerTopics topics = new BrokerTopics(3);
  private final KafkaSettings settings = topics.settings();
  private final NotedOutages outages = new NotedOutages();
  private final Chains chain = new Chains();
  private final Cursors cursors = new Cursors(chain.database());

  @AfterEach
  void end() {
    chain.close();
    topics.close();
  }

  @Test
  void everyEntryArrivesOnceInTheOrderOfItsAgentWithWhatAVerifierNeeds() throws Exception {
    chain.append("agent-1", 40);
    chain.append("agent-2", 40);
    try (var stream = KafkaEventStream.open(settings, 1000);
        var follower = follower("atom.audit", TopicDestination.audit(stream))) {
      follower.start();
      chain.append("agent-1", 20);

      var found = read("atom.audit", 101);

      assertThat(seqs(found))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 101).boxed().toList());
      for (String agent : List.of("agent-1", "agent-2")) {
        var own = found.stream().filter(each -> each.key().equals(agent)).toList();
        assertThat(own.stream().map(StreamEntry::slot).distinct()).hasSize(1);
        assertThat(own.stream().map(ChainFollowerIT::seq)).isSorted();
      }
      for (StreamEntry each : found) {
        var json = JSON.readTree(each.value().text());
        assertThat(json.path("chain_hash").asText()).matches("[0-9a-f]{64}");
        assertThat(json.path("prev_hash").asText()).isNotEmpty();
        assertThat(json.size()).isEqualTo(26);
      }
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.audit") == 101);
    }
    assertThat(outages.notes()).isEmpty();
  }

  @Test
  void whatModelsUsedIsATopicOfItsOwn() throws Exception {
    chain.append("agent-1", 3);
    chain.append(
        Chains.event(
            EventKind.MODEL_USAGE,
            "agent-1",
            "{\"model\":\"m-1\",\"prompt_tokens\":11,\"completion_tokens\":7,\"latency_ms\":42,"
                + "\"success\":true,\"provider\":\"p\"}"));
    try (var stream = KafkaEventStream.open(settings, 1000);
        var follower = follower("atom.llm", TopicDestination.llm(stream))) {
      follower.start();

      var found = read("atom.llm", 1).getFirst();

      var json = JSON.readTree(found.value().text());
      assertThat(found.key()).isEqualTo("agent-1");
      assertThat(json.path("agent_id").asText()).isEqualTo("agent-1");
      assertThat(json.path("model").asText()).isEqualTo("m-1");
      assertThat(json.path("prompt_tokens").asLong()).isEqualTo(11);
      assertThat(json.path("completion_tokens").asLong()).isEqualTo(7);
      assertThat(json.path("latency_ms").asLong()).isEqualTo(42);
      assertThat(json.path("success").asBoolean()).isTrue();
      assertThat(json.path("seq").asLong()).isEqualTo(5);
    }
  }

  @Test
  void whatHappensToTheCallsOfAnAgentIsItsLog() throws Exception {
    chain.append("agent-1", 1);
    chain.append(Chains.event(EventKind.OUTCOME, "agent-1", "{\"ending\":\"reset\"}"));
    chain.append(Chains.event(EventKind.REFUSAL, "agent-2", "{\"detail\":\"never told\"}"));
    chain.append(Chains.event(EventKind.AGGREGATE, "agent-2", "{\"count\":41}"));
    chain.append(Chains.event(EventKind.ADMIN_ACTION, "agent-1", "{\"action\":\"agent.resume\"}"));
    chain.append(Chains.event(EventKind.AUTH_FAILURE, "", "{}"));
    try (var stream = KafkaEventStream.open(settings, 1000);
        var follower = follower("atom.agent.logs", TopicDestination.agentLogs(stream))) {
      follower.start();

      var found = read("atom.agent.logs", 4);

      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.agent.logs") == 7);
      assertThat(found).hasSize(4).allSatisfy(each -> assertThat(each.key()).isNotEmpty());
      assertThat(found.toString()).doesNotContain("never told");
      assertThat(told(found, 2)).isEqualTo("gate info POST /v1/chat/completions let through");
      assertThat(told(found, 3))
          .isEqualTo("gate info POST /v1/chat/completions answered 200, reset");
      assertThat(told(found, 4)).startsWith("gate warn POST /v1/chat/completions refused: ");
      assertThat(told(found, 5)).startsWith("gate warn 41 more calls refused: ");
    }
  }

  private static String told(List<StreamEntry> found, long seq) {
    return found.stream()
        .map(each -> JsonObjects.object(each.value().text()).orElseThrow())
        .filter(json -> json.path("seq").asLong() == seq)
        .map(json ->
            json.path("source").asText()
                + " "
                + json.path("level").asText()
                + " "
                + json.path("message").asText())
        .collect(Collectors.joining());
  }

  @Test
  void whatIsDoneToAgentsIsATopicOfItsOwn() throws Exception {
    chain.append("agent-1", 1);
    for (String action : List.of("agent.create", "token.issue", "agent.suspend")) {
      chain.append(
          Chains.event(
              EventKind.ADMIN_ACTION,
              "agent-1",
              "{\"action\":\"%s\",\"actor\":\"user-7\",\"before\":\"b\",\"after\":\"a\"}"
                  .formatted(action)));
    }
    try (var stream = KafkaEventStream.open(settings, 1000);
        var follower = follower("atom.deployments", TopicDestination.deployments(stream))) {
      follower.start();

      var found = read("atom.deployments", 2);

      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.deployments") == 5);
      assertThat(found).extracting(StreamEntry::key).containsExactly("agent-1", "agent-1");
      var created = JSON.readTree(found.get(0).value().text());
      assertThat(created.path("event").asText()).isEqualTo("agent_created");
      assertThat(created.path("seq").asLong()).isEqualTo(3);
      assertThat(created.path("actor").asText()).isEqualTo("user-7");
      assertThat(created.path("after").asText()).isEqualTo("a");
      assertThat(created.has("outcome")).isFalse();
      assertThat(JSON.readTree(found.get(1).value().text()).path("event").asText())
          .isEqualTo("agent_suspended");
    }
  }

  @Test
  void aBrokerThatFallsSilentLosesNothingAndTheOutageIsNotedOnce() {
    try (var stream = KafkaEventStream.open(settings, 20);
        var follower = follower("atom.audit", TopicDestination.audit(stream))) {
      follower.start();
      chain.append("agent-1", 10);
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.audit") == 11);

      topics.broker().freeze();
      try {
        chain.append("agent-1", 60);
        Awaitility.await().atMost(Chains.patience()).until(() -> follower.problem().isPresent());
        assertThat(cursors.position("atom.audit")).isEqualTo(11);
      } finally {
        topics.broker().thaw();
      }
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.audit") == 71 && follower.problem().isEmpty());
    }
    assertThat(seqs(read("atom.audit", 71)).stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 71).boxed().toList());
    assertThat(outages.notes()).hasSize(2);
    assertThat(outages.notes().get(1)).isEqualTo("atom.audit goes on");
  }

  @Test
  void goesOnBehindTheCursorAfterANewStart() {
    chain.append("agent-1", 9);
    try (var stream = KafkaEventStream.open(settings, 100);
        var follower = follower("atom.audit", TopicDestination.audit(stream))) {
      follower.start();
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> cursors.position("atom.audit") == 10);
    }
    chain.append("agent-1", 5);
    try (var stream = KafkaEventStream.open(settings, 100);
        var follower = follower("atom.audit", TopicDestination.audit(stream))) {
      follower.start();
      assertThat(seqs(read("atom.audit", 15)))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
    }
  }

  private ChainFollower follower(String name, Destination destination) {
    return new ChainFollower(name, new ChainFeed(chain.database()), cursors, destination, outages);
  }

  /// At least `count` entries, and whatever comes with them.
  private List<StreamEntry> read(String topic, int count) {
    List<StreamEntry> found = new ArrayList<>();
    try (var reader = KafkaStreamReader.open(settings, "checking", List.of(topic))) {
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() -> {
            found.addAll(reader.poll(Duration.ofMillis(200)).entries());
            return found.stream().map(each -> each.value().text()).distinct().count() >= count;
          });
    }
    return found;
  }

  private static List<Long> seqs(List<StreamEntry> entries) {
    return entries.stream().map(ChainFollowerIT::seq).sorted().toList();
  }

  private static long seq(StreamEntry entry) {
    return JsonObjects.object(entry.value().text()).orElseThrow().path("id").longValue();
  }
}
