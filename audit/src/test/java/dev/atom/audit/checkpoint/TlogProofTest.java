// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.audit.checkpoint.TlogProof.Finding;
import dev.atom.audit.tree.InclusionProof;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TlogProofTest {
  private static final String ORIGIN = "audit.platform.some-company.example/audit";

  private final SoftSigner file = new SoftSigner(ORIGIN, KeyType.ED25519);
  private final SoftSigner token = new SoftSigner(ORIGIN, KeyType.ECDSA_P256);
  private final SoftSigner witness =
      new SoftSigner("witness.some-company.example", KeyType.COSIGNATURE_ED25519);
  private final TreeHash leaf = LeafHash.of(new byte[] {1});
  private final TreeHash beside = LeafHash.of(new byte[] {2});

  @Test
  void provesOneEntryOffline() throws FormatException {
    var again = TlogProof.parse(receipt().withExtra(new byte[] {5}).bytes());

    var keys = List.of(file.publicKey());
    assertThat(again.check(leaf, keys))
        .isEqualTo(new Finding.Proved(new Checkpoint(ORIGIN, 2, root()), keys));
    assertThat(again.check(beside, keys)).isInstanceOf(Finding.Refuted.class);
    assertThat(again.check(leaf, List.of(witness.publicKey())))
        .isInstanceOf(Finding.Unverifiable.class);
    assertThat(again.check(leaf, List.of())).isInstanceOf(Finding.Unverifiable.class);
    assertThat(again.extra()).hasValueSatisfying(e -> assertThat(e).containsExactly(5));
  }

  @Test
  void staysUnderTwoKilobytesAtABillionEntries() {
    long size = 1_000_000_000;
    List<TreeHash> hashes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hashes.add(leaf);
    }
    var note = SignedNote.sign(new Checkpoint(ORIGIN, size, root()).text(), List.of(file, token));
    var seen = Cosignature.sign(witness, Instant.ofEpochSecond(1_800_000_000), note.text());

    var receipt =
        TlogProof.of(new InclusionProof(size - 1, size, hashes), note.with(List.of(seen)));

    assertThat(receipt.bytes()).hasSizeLessThan(2048);
  }

  @Test
  void namesEveryFault() {
    String good = new String(receipt().bytes(), StandardCharsets.UTF_8);
    Map<String, FormatFault> wrong = new LinkedHashMap<>();
    wrong.put(good.replace("@v1", "@v2"), FormatFault.BAD_FIRST_LINE);
    wrong.put(good.replace("index 0", "index 00"), FormatFault.LEADING_ZERO);
    wrong.put(good.replace("index 0", "index -1"), FormatFault.NOT_A_NUMBER);
    wrong.put(good.replace("index 0\n", ""), FormatFault.UNEXPECTED_LINE);
    wrong.put(good.replace("index 0", "extra A\nindex 0"), FormatFault.BASE64_NOT_CANONICAL);
    wrong.put(good.replace("index 0\n", "index 0\nAAAA\n"), FormatFault.BAD_HASH_LENGTH);
    wrong.put(
        good.replace("index 0\n", "index 0\n" + (leaf.base64() + "\n").repeat(64)),
        FormatFault.TOO_MANY_HASHES);
    wrong.put(good.replace("\n", "\r\n"), FormatFault.CARRIAGE_RETURN);
    wrong.put(good.replace("\n\n", "\n"), FormatFault.NO_BLANK_LINE);
    wrong.put(good + "x", FormatFault.NO_FINAL_NEWLINE);
    wrong.put(good + "x\n", FormatFault.MALFORMED_SIGNATURE_LINE);
    wrong.forEach((text, fault) ->
        assertThatExceptionOfType(FormatException.class)
            .isThrownBy(() -> TlogProof.parse(text.getBytes(StandardCharsets.UTF_8)))
            .satisfies(e -> assertThat(e.fault()).as(text).isEqualTo(fault)));
  }

  private TlogProof receipt() {
    var note = SignedNote.sign(new Checkpoint(ORIGIN, 2, root()).text(), List.of(file, token));
    return TlogProof.of(new InclusionProof(0, 2, List.of(beside)), note);
  }

  private TreeHash root() {
    var frontier = new MerkleFrontier();
    frontier.append(leaf);
    frontier.append(beside);
    return frontier.root();
  }
}
