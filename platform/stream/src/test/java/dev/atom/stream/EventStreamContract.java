// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What every stream keeps to.
abstract class EventStreamContract {
  static final String TOPIC = "atom.audit";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A stream that holds `capacity` records, and nothing yet.
  abstract EventStream stream(int capacity);

  /// A new member of the one group that reads it.
  abstract StreamReader reader();

  /// From here on nothing is kept, until [#goOn()].
  abstract void stall();

  abstract void goOn();

  @Test
  void givesRecordsInTheOrderOfTheirKeyWithTheirBytes() throws Exception {
    try (var stream = stream(100);
        var reader = reader()) {
      List<CompletableFuture<Void>> kept = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        kept.add(taken(stream.publish(record("agent-1", "{\"n\":" + i + ",\"t\":\"\u00e4\"}"))));
      }

      var found = read(reader, 20);

      assertThat(found)
          .extracting(each -> each.value().text())
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, 20)
                  .mapToObj(i -> "{\"n\":" + i + ",\"t\":\"\u00e4\"}")
                  .toList());
      assertThat(found).extracting(StreamEntry::key).containsOnly("agent-1");
      assertThat(found).extracting(StreamEntry::offset).isSorted().doesNotHaveDuplicates();
      reader.commit(found.getFirst().slot(), found.getLast().offset() + 1);
      for (var each : kept) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void givesAgainWhatWasNotCommitted() {
    try (var stream = stream(100)) {
      for (int i = 0; i < 10; i++) {
        var _ = taken(stream.publish(record("agent-1", "n" + i)));
      }
      try (var first = reader()) {
        var found = read(first, 10);
        first.commit(found.get(3).slot(), found.get(3).offset() + 1);
      }

      try (var second = reader()) {
        assertThat(read(second, 6))
            .extracting(each -> each.value().text())
            .containsExactly("n4", "n5", "n6", "n7", "n8", "n9");
      }
    }
  }

  @Test
  void refusesInsteadOfBlockingOrDroppingWhenThereIsNoRoom() {
    try (var stream = stream(5)) {
      stall();
      try {
        List<CompletableFuture<Void>> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          kept.add(taken(stream.publish(record("agent-1", "n" + i))));
        }

        long begun = System.nanoTime();
        assertThat(stream.publish(record("agent-1", "one more"))).isEqualTo(new Offer.Full(5));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(kept).noneMatch(CompletableFuture::isDone);
      } finally {
        goOn();
      }
      try (var reader = reader()) {
        var found = read(reader, 5);
        reader.commit(found.getFirst().slot(), found.getLast().offset() + 1);
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> stream.publish(record("agent-1", "room")) instanceof Offer.Taken);
      }
    }
  }

  @Test
  void namesOneLifeOfATopicByOneWord() {
    try (var stream = stream(5);
        var reader = reader()) {
      var _ = taken(stream.publish(record("agent-1", "n")));
      var slot = read(reader, 1).getFirst().slot();

      assertThat(reader.incarnation(slot))
          .matches("[0-9a-f]{16}")
          .isEqualTo(reader.incarnation(slot));
    }
  }

  @Test
  void failsWhatComesAfterTheEnd() {
    var stream = stream(5);
    stream.close();

    var late = taken(stream.publish(record("agent-1", "late")));

    assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AtomException.class)
        .hasMessageContaining("publish it again");
  }

  StreamRecord record(String key, String value) {
    return new StreamRecord(topic(), key, Bytes.utf8(value));
  }

  String topic() {
    return TOPIC;
  }

  static CompletableFuture<Void> taken(Offer offer) {
    return switch (offer) {
      case Offer.Taken(var kept) -> kept;
      case Offer.Full(var held) -> throw new AssertionError("full with " + held);
    };
  }

  static List<StreamEntry> read(StreamReader reader, int count) {
    List<StreamEntry> found = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          found.addAll(reader.poll(Duration.ofMillis(200)).entries());
          return found.size() >= count;
        });
    assertThat(found).hasSize(count);
    return found;
  }
}
