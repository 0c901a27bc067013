// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TreeHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SignedNoteTest {
  private static final String ORIGIN = "atom.example/audit";
  private static final TreeHash ROOT = LeafHash.of(new byte[] {1});

  private final SoftSigner file = new SoftSigner(ORIGIN, KeyType.ED25519);
  private final SoftSigner token = new SoftSigner(ORIGIN, KeyType.ECDSA_P256);
  private final SoftSigner witness = new SoftSigner("witness.example", KeyType.COSIGNATURE_ED25519);
  private final Checkpoint checkpoint = new Checkpoint(ORIGIN, 42, ROOT);

  @Test
  void opensTheExampleOfTheGoLibrary() throws FormatException {
    // The example in the documentation of golang.org/x/mod/sumdb/note.
    var key =
        VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    String note =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
        """;

    assertThat(SignedNote.parse(bytes(note)).verify(List.of(key)))
        .isEqualTo(new Standing.Signed(List.of(key)));
    assertThat(key.text())
        .isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  }

  @Test
  void isSignedByTwoKeysAndSeenByAWitness() throws FormatException {
    var note = SignedNote.sign(checkpoint.text(), List.of(file, token));
    var seen = Cosignature.sign(witness, Instant.ofEpochSecond(1_700_000_000), note.text());
    var again = SignedNote.parse(note.with(List.of(seen)).bytes());

    var all = List.of(file.publicKey(), token.publicKey(), witness.publicKey());
    assertThat(again.verify(all)).isEqualTo(new Standing.Signed(all));
    for (VerifierKey key : all) {
      assertThat(again.verify(List.of(VerifierKey.parse(key.text()))))
          .isEqualTo(new Standing.Signed(List.of(key)));
    }
    assertThat(Cosignature.of(again.signatures().getLast()).orElseThrow().time())
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(Checkpoint.parse(again.text())).isEqualTo(checkpoint);
  }

  @Test
  void oneForgedSignatureOfAKnownKeyIsEnough() {
    var note = SignedNote.sign(checkpoint.text(), List.of(file, token));
    var other = SignedNote.sign(new Checkpoint(ORIGIN, 43, ROOT).text(), List.of(token));
    var mixed =
        new SignedNote(
            note.text(), List.of(note.signatures().getFirst(), other.signatures().getFirst()));

    assertThat(mixed.verify(List.of(file.publicKey(), token.publicKey())))
        .isEqualTo(new Standing.Forged(token.publicKey()));
    assertThat(mixed.verify(List.of(file.publicKey()))).isInstanceOf(Standing.Signed.class);
    assertThat(mixed.verify(List.of(new SoftSigner(ORIGIN, KeyType.ED25519).publicKey())))
        .isEqualTo(new Standing.Unknown());
  }

  @Test
  void aWitnessAloneDoesNotSpeakForTheLog() {
    var seen = Cosignature.sign(witness, Instant.EPOCH, checkpoint.text());
    var note = new SignedNote(checkpoint.text(), List.of(seen));

    var standing = (Standing.Signed) note.verify(List.of(witness.publicKey()));

    assertThat(standing.byLog(ORIGIN)).isFalse();
  }

  @Test
  void noChangedBitOfASignedNoteIsAccepted() {
    byte[] bytes = SignedNote.sign(checkpoint.text(), List.of(file)).bytes();
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] mutant = bytes.clone();
      mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));

      assertThat(accepted(mutant)).as(new String(mutant, StandardCharsets.UTF_8)).isFalse();
    }
  }

  private boolean accepted(byte[] bytes) {
    try {
      return SignedNote.parse(bytes).verify(List.of(file.publicKey())) instanceof Standing.Signed;
    } catch (FormatException e) {
      return false;
    }
  }

  @Test
  void namesEveryFaultOfANote() {
    String good =
        new String(SignedNote.sign("text\n", List.of(file)).bytes(), StandardCharsets.UTF_8);
    String line = good.substring(good.indexOf('\u2014'));
    String base64 = line.substring(line.lastIndexOf(' ') + 1).strip();
    Map<String, FormatFault> wrong = new LinkedHashMap<>();
    wrong.put("x".repeat(70_000), FormatFault.TOO_LONG);
    wrong.put("", FormatFault.NO_FINAL_NEWLINE);
    wrong.put(good.replace("\n", "\r\n"), FormatFault.CARRIAGE_RETURN);
    wrong.put(good.replace("text", "te\tt"), FormatFault.CONTROL_CHARACTER);
    wrong.put(good.substring(0, good.length() - 1), FormatFault.NO_FINAL_NEWLINE);
    wrong.put(good + "trailing", FormatFault.NO_FINAL_NEWLINE);
    wrong.put(good + "\n", FormatFault.NO_SIGNATURE);
    wrong.put(good + "trailing\n", FormatFault.MALFORMED_SIGNATURE_LINE);
    wrong.put(good.replace("\n\n", "\n"), FormatFault.NO_BLANK_LINE);
    wrong.put(good + line, FormatFault.DUPLICATE_SIGNATURE);
    wrong.put(good.replace("\u2014", "-"), FormatFault.MALFORMED_SIGNATURE_LINE);
    wrong.put(good.replace("\u2014 ", "\u2014  "), FormatFault.BAD_KEY_NAME);
    wrong.put(good.replace(ORIGIN, "a+b"), FormatFault.BAD_KEY_NAME);
    wrong.put(good.replace(base64, base64.replace("=", "")), FormatFault.BASE64_NOT_CANONICAL);
    wrong.put(good.replace(base64, base64 + " "), FormatFault.BASE64_NOT_CANONICAL);
    wrong.put(good.replace(base64, "AAA="), FormatFault.MALFORMED_SIGNATURE_LINE);
    wrong.put(good.replace(base64, ""), FormatFault.MALFORMED_SIGNATURE_LINE);
    wrong.put(good + lines(40), FormatFault.TOO_MANY_SIGNATURES);
    wrong.forEach((text, fault) -> expect(fault, () -> SignedNote.parse(bytes(text))));
    expect(FormatFault.NOT_UTF8, () -> SignedNote.parse(new byte[] {(byte) 0xFF, '\n'}));
  }

  private String lines(int count) {
    var lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      var bytes = new byte[70];
      bytes[0] = (byte) i;
      lines.append("\u2014 other ").append(Base64.getEncoder().encodeToString(bytes)).append('\n');
    }
    return lines.toString();
  }

  @Test
  void namesEveryFaultOfACheckpoint() {
    String root = ROOT.base64();
    Map<String, FormatFault> wrong = new LinkedHashMap<>();
    wrong.put("origin\n1\n" + root, FormatFault.NO_FINAL_NEWLINE);
    wrong.put("origin\n1\n", FormatFault.TOO_FEW_LINES);
    wrong.put("\n1\n" + root + "\n", FormatFault.BAD_FIRST_LINE);
    wrong.put("origin\n01\n" + root + "\n", FormatFault.LEADING_ZERO);
    wrong.put("origin\n-1\n" + root + "\n", FormatFault.NOT_A_NUMBER);
    wrong.put("origin\n+1\n" + root + "\n", FormatFault.NOT_A_NUMBER);
    wrong.put("origin\n 1\n" + root + "\n", FormatFault.NOT_A_NUMBER);
    wrong.put("origin\n\u0661\n" + root + "\n", FormatFault.NOT_A_NUMBER);
    wrong.put("origin\n9223372036854775808\n" + root + "\n", FormatFault.NUMBER_TOO_LONG);
    wrong.put("origin\n1" + "0".repeat(30) + "\n" + root + "\n", FormatFault.NUMBER_TOO_LONG);
    wrong.put("origin\n1\nAAAA\n", FormatFault.BAD_HASH_LENGTH);
    wrong.put("origin\n1\n" + root.replace("=", "") + "\n", FormatFault.BASE64_NOT_CANONICAL);
    wrong.put("origin\n1\n" + padded(root) + "\n", FormatFault.BASE64_NOT_CANONICAL);
    wrong.put("origin\n1\n" + root + "\n\n", FormatFault.UNEXPECTED_LINE);
    wrong.forEach((text, fault) -> expect(fault, () -> Checkpoint.parse(text)));
  }

  /// The same 32 bytes by a lenient decoder: the bits under the padding are not zero.
  private static String padded(String base64) {
    char last = base64.charAt(42);
    return base64.substring(0, 42) + (char) (last + 1) + "=";
  }

  @Test
  void namesEveryFaultOfAVerifierKey() {
    String good = file.publicKey().text();
    String[] parts = good.split("\\+", 3);
    Map<String, FormatFault> wrong = new LinkedHashMap<>();
    wrong.put("", FormatFault.BAD_VERIFIER_KEY);
    wrong.put("name", FormatFault.BAD_VERIFIER_KEY);
    wrong.put("other+" + parts[1] + "+" + parts[2], FormatFault.BAD_VERIFIER_KEY);
    wrong.put(parts[0] + "+00000000+" + parts[2], FormatFault.BAD_VERIFIER_KEY);
    wrong.put(parts[0] + "+" + parts[1] + "+AQ==", FormatFault.BAD_VERIFIER_KEY);
    wrong.put(parts[0] + "+" + parts[1] + "+AQID", FormatFault.BAD_VERIFIER_KEY);
    wrong.put(parts[0] + "+" + parts[1] + "+BgEC", FormatFault.UNKNOWN_KEY_TYPE);
    wrong.put("a b+" + parts[1] + "+" + parts[2], FormatFault.BAD_KEY_NAME);
    wrong.put(good + " ", FormatFault.BASE64_NOT_CANONICAL);
    wrong.forEach((text, fault) -> expect(fault, () -> VerifierKey.parse(text)));
  }

  private static void expect(FormatFault fault, ThrowingCallable parse) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(parse)
        .satisfies(e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
