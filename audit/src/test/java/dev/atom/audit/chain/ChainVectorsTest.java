// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The vectors of `docs/audit-format.md`. They were computed by another program and never change:
/// what was written once must verify for ever.
class ChainVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final ChainKey KEY =
      ChainKey.of(Secret.of("vector secret, not used for anything else"));
  private static final String FIRST_HASH =
      "09392a29f37517287bb21d3f6bf0ab80d06ba9df685447b3a7d4ab1e5a61a74f";
  private static final String SECOND_HASH =
      "95cc077c719a9ebccc561afef215e55915a7721d3efb856476056781fc6aae99";
  private static final String PAYLOAD = "{\"input\":\"\u00e4\u20ac\ud83d\ude00\"}";
  private static final String COMMITMENT =
      "887cd237df699b158a0086d03d635add5ad293f426ce22c65dc9a1565c71eb87";

  @Test
  void namesTheSecret() {
    assertThat(KEY.id()).isEqualTo("94ba94ef19ab7a5f");
  }

  @Test
  void hashesAnEntryWithHardlyAnything() {
    var fact =
        new Fact(
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            "segment_open",
            "",
            new Subject("", "", "", ""),
            new Call("", "", "", ""),
            new Verdict("none", "", 0, -1),
            "{\"close\":\"genesis\",\"key_id\":\"94ba94ef19ab7a5f\"}");
    var sink = new ByteSink(8);

    EntryEncoding.write(
        sink,
        position(1, 1_795_305_600_000_000L),
        fact,
        ChainFormat.NO_PAYLOAD,
        ChainFormat.GENESIS);

    assertThat(HEX.formatHex(sink.array(), 0, sink.size()))
        .isEqualTo(
            "00000008000000000000000100000002000200000008000000000000000100000010393462613934"
                + "656631396162376135660000001000112233445566778899aabbccddeeff00000008000303d0ed55"
                + "40000000000c7365676d656e745f6f70656e00000000000000000000000000000000000000000000"
                + "0000000000000000000000000000000000046e6f6e6500000000000000040000000000000008ffff"
                + "ffffffffffff0000002f7b22636c6f7365223a2267656e65736973222c226b65795f6964223a2239"
                + "346261393465663139616237613566227d0000004030303030303030303030303030303030303030"
                + "30303030303030303030303030303030303030303030303030303030303030303030303030303030"
                + "30303030300000000767656e65736973");
    assertThat(hash(1, sink)).isEqualTo(FIRST_HASH);
  }

  @Test
  void hashesAnEntryWithEverything() {
    var fact = second();
    var sink = new ByteSink(8);

    EntryEncoding.write(sink, position(2, 1_795_305_600_123_456L), fact, COMMITMENT, FIRST_HASH);

    assertThat(HEX.formatHex(sink.array(), 0, sink.size()))
        .isEqualTo(
            "00000008000000000000000200000002000200000008000000000000000100000010393462613934"
                + "6566313961623761356600000010ffeeddccbbaa9988776655443322110000000008000303d0ed57"
                + "2240000000086465636973696f6e000000056465632d310000000264310000000261310000000561"
                + "67656e74000000406162616261626162616261626162616261626162616261626162616261626162"
                + "61626162616261626162616261626162616261626162616261626162616261620000000467617465"
                + "000000093132372e302e302e3100000004504f5354000000062f76312fc3a40000000464656e7900"
                + "000010706f6c6963795f76696f6c6174696f6e00000004000001930000000800000000000004d200"
                + "0000107b226b223a22e282ac20f09f9880227d000000403838376364323337646636393962313538"
                + "61303038366430336436333561646435616432393366343236636532326336356463396131353635"
                + "63373165623837000000403039333932613239663337353137323837626232316433663662663061"
                + "6238306430366261396466363835343437623361376434616231653561363161373466");
    assertThat(hash(2, sink)).isEqualTo(SECOND_HASH);
  }

  @Test
  void changesTheKeyEvery4096Entries() {
    var sink = new ByteSink(8);
    EntryEncoding.write(
        sink, position(4097, 1_795_305_600_123_456L), second(), COMMITMENT, FIRST_HASH);

    assertThat(hash(4097, sink))
        .isEqualTo("b54837c78d65db7282700d31e26f68b066f34fa09ffadc63240529ab06917617");
  }

  @Test
  void keepsAnotherKeyForEachSegment() {
    var sink = new ByteSink(8);
    var fact =
        new Fact(
            UUID.fromString("00000000-0000-4000-8000-000000000004"),
            "segment_open",
            "",
            new Subject("", "", "", ""),
            new Call("", "", "", ""),
            new Verdict("none", "", 0, -1),
            "{\"close\":\"71596068e52bb6956aacdde89779cb562a39d59624770ba24796040949551502\",\"key_id\":\"94ba94ef19ab7a5f\"}");
    var position = new Position(4, ChainFormat.VERSION, 2, KEY.id(), 1_795_305_601_000_000L);
    EntryEncoding.write(sink, position, fact, ChainFormat.NO_PAYLOAD, ChainFormat.GENESIS);

    assertThat(HEX.formatHex(KEY.segment(2, 4).hash(sink.array(), 0, sink.size())))
        .isEqualTo("c3c827e1f3ae4c8171ce42213ed9c7ed9cf7a6cc4c256c6efcaef0b9366a77bc");
  }

  @Test
  void refusesToGoBackToAKeyThatWasErased() {
    var key = KEY.segment(1, 1);
    key.advanceTo(4097);

    assertThat(key.reaches(4096)).isFalse();
    assertThatThrownBy(() -> key.advanceTo(4096)).hasMessageContaining("was erased");
  }

  @Test
  void makesTheLeafOfAnEntry() {
    var entry =
        new AuditEntry(
            position(2, 1_795_305_600_123_456L),
            second(),
            new AuditEntry.Hashes(COMMITMENT, FIRST_HASH, SECOND_HASH));
    var digest = Sha256.digest();
    digest.update((byte) 0);

    assertThat(HEX.formatHex(digest.digest(PublicRecord.bytes(entry))))
        .isEqualTo("68ea8928a4dbafc04c7f777899a909a766f0790320ecdbfaecdb2b39bd51986d");
  }

  @Test
  void commitsToAPayload() {
    String nonce = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    assertThat(new StoredPayload(nonce, PAYLOAD).commitment()).isEqualTo(COMMITMENT);
  }

  @Test
  void writesWhatCannotBeStoredAsReplacementCharacters() {
    assertThat(ByteSink.utf8("a\0b\ud800c\ude00\ud83d\ude00"))
        .isEqualTo(
            "a\ufffdb\ufffdc\ufffd\ud83d\ude00".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Fact second() {
    return new Fact(
        UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100"),
        "decision",
        "dec-1",
        new Subject("d1", "a1", "agent", "ab".repeat(32)),
        new Call("gate", "127.0.0.1", "POST", "/v1/\u00e4"),
        new Verdict("deny", "policy_violation", 403, 1234),
        "{\"k\":\"\u20ac \ud83d\ude00\"}");
  }

  private static String hash(long seq, ByteSink sink) {
    var key = KEY.segment(1, 1);
    key.advanceTo(seq);
    return HEX.formatHex(key.hash(sink.array(), 0, sink.size()));
  }

  private static Position position(long seq, long micros) {
    return new Position(seq, ChainFormat.VERSION, 1, KEY.id(), micros);
  }
}
