// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Bytes;
import dev.atom.protocol.IntakeMessage;
import dev.atom.protocol.IntakeMessage.Acknowledged;
import dev.atom.testing.Feature;
import io.grpc.Status;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Senders that lie.
final class BatchAttacksIT {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  @Feature("G14")
  void whatIsNotTheNextBatchOfThisStreamIsRefusedAndRecorded() throws Exception {
    KeyPair foreign = Lab.keys();
    SignedBatch first;
    try (var sender = red()) {
      String nonce = sender.greet("e1").nonce();
      first = Sender.signed(Sender.batch("e1", nonce, 1), lab.redKeys);
      sender.say(first);
      assertThat(sender.answer()).isEqualTo(new Acknowledged(1));
      sender.say(first);
      expect(sender, "replayed");
    }
    try (var sender = red()) {
      assertThat(sender.greet("e1").lastSequence()).isEqualTo(1);
      sender.say(first);
      expect(sender, "replayed");
    }
    try (var sender = red()) {
      sender.say(Sender.signed(Sender.batch("e1", sender.greet("e1").nonce(), 3), lab.redKeys));
      expect(sender, "out_of_order");
    }
    try (var sender = red()) {
      String nonce = sender.greet("e1").nonce();
      SignedBatch good = Sender.signed(Sender.batch("e1", nonce, 2), lab.redKeys);
      byte[] altered = good.content().array().clone();
      altered[altered.length - 1] ^= 1;
      sender.say(new SignedBatch(new Bytes(altered), good.signature(), good.keyId()));
      expect(sender, "signature_wrong");
    }
    try (var sender = red()) {
      sender.say(Sender.signed(Sender.batch("e1", sender.greet("e1").nonce(), 2), foreign));
      expect(sender, "key_unknown");
    }
    try (var sender = red()) {
      // Blue's key is known, and not red's.
      sender.say(Sender.signed(Sender.batch("e1", sender.greet("e1").nonce(), 2), lab.blueKeys));
      expect(sender, "key_unknown");
    }
    try (var sender = red()) {
      SignedBatch own = Sender.signed(Sender.batch("e1", sender.greet("e1").nonce(), 2), foreign);
      String keyId = first.keyId();
      sender.say(new SignedBatch(own.content(), own.signature(), keyId));
      expect(sender, "signature_wrong");
    }
    try (var sender = red()) {
      sender.say(Sender.signed(Sender.batch("e2", sender.greet("e1").nonce(), 1), lab.redKeys));
      expect(sender, "stream_of_another");
    }

    assertThat(lab.sql("select count(*) from node_scrape")).isEqualTo("1");
    assertThat(lab.sql("select string_agg(reason, ' ' order by at) from node_refusal"))
        .isEqualTo(
            "replayed replayed out_of_order signature_wrong key_unknown key_unknown"
                + " signature_wrong stream_of_another");
    assertThat(lab.sql("select string_agg(distinct tenant, ' ') from node_refusal"))
        .isEqualTo("red");
  }

  @Test
  void aCredentialOfNoTenantOrOfTwoIsNobodys() throws Exception {
    try (var none = Sender.open(lab, false, "");
        var wrong = Sender.open(lab, false, "no-such-key");
        var both = Sender.open(lab, true, Lab.BLUE_API_KEY);
        var mixed = Sender.open(lab, true, "no-such-key")) {
      for (Sender sender : new Sender[] {none, wrong, both, mixed}) {
        assertThat(sender.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  private Sender red() {
    return Sender.open(lab, true, "");
  }

  private static void expect(Sender sender, String reason) throws Exception {
    IntakeMessage answer = sender.answer();
    assertThat(answer)
        .isInstanceOfSatisfying(
            IntakeMessage.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    assertThat(sender.end().getDescription()).isEqualTo(reason);
  }
}
