// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.protocol.AgentMessage.ConfigReply;
import dev.atom.protocol.AgentMessage.Hello;
import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Delta.Operation;
import dev.atom.protocol.Fact.Relation;
import dev.atom.protocol.Fact.Resource;
import dev.atom.protocol.IntakeMessage.Acknowledged;
import dev.atom.protocol.IntakeMessage.ConfigOffer;
import dev.atom.protocol.IntakeMessage.Refused;
import dev.atom.protocol.IntakeMessage.Welcome;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessagesTest {
  private static final Scrape SCRAPE =
      new Scrape(
          "cpu",
          1_700_000_000_000L,
          List.of(
              new Sample(Metric.gauge("a", "1"), Labels.of("x", "y", "z", ""), 0.25),
              new Sample(Metric.sum("b", "By"), Labels.NONE, 1e18),
              new Sample(Metric.gauge("a", "1"), Labels.of("x", "\u00e4"), -1)));
  private static final List<AgentMessage> SAID =
      List.of(
          new Hello("n", "e", "1", List.of("load", "")),
          new SignedBatch(new Bytes(new byte[] {1, 2}), new Bytes(new byte[] {3}), "k"),
          new ConfigReply(7, "no"));
  private static final List<IntakeMessage> ANSWERED =
      List.of(
          new Welcome("nonce", 5),
          new Acknowledged(Long.MAX_VALUE),
          new Refused(3, "replayed"),
          new ConfigOffer(9, "a: b\n"));

  @Test
  void everyMessageReadsBackAsItWasWritten() throws MalformedMessageException {
    for (AgentMessage message : SAID) {
      assertThat(AgentMessage.parse(message.toBytes())).isEqualTo(message);
    }
    for (IntakeMessage message : ANSWERED) {
      assertThat(IntakeMessage.parse(message.toBytes())).isEqualTo(message);
    }
    assertThat(Scrape.parse(SCRAPE.toBytes())).isEqualTo(SCRAPE);
    var thing = new Resource("i", "Pod", "ns", "name", Map.of("a", "b", "c", ""));
    var relation = new Relation("r", "s", "contains", "o");
    for (Fact fact : List.of(thing, relation)) {
      var delta = new Delta(Operation.UPDATE, fact);
      assertThat(Delta.parse(delta.toBytes())).isEqualTo(delta);
    }
    assertThat(Delta.parse(new Delta(Operation.DELETE, thing).toBytes()).fact().id())
        .isEqualTo("i");
  }

  @Test
  void damagedBytesAreRefusedAndNothingElseHappens() {
    var random = new Random(42);
    List<byte[]> whole =
        List.of(SCRAPE.toBytes(), SAID.getFirst().toBytes(), ANSWERED.getLast().toBytes());
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = whole.get(i % whole.size()).clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      read(bytes);
    }
  }

  private static void read(byte[] bytes) {
    try {
      assertThat(Scrape.parse(bytes)).isNotNull();
    } catch (MalformedMessageException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      assertThat(AgentMessage.parse(bytes)).isNotNull();
      assertThat(IntakeMessage.parse(bytes)).isNotNull();
    } catch (MalformedMessageException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
