// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A text and signatures over it (C2SP signed-note).
///
/// @param text ends with a line feed; all of it is signed
/// @param signatures at least one, at most one of each key
public record SignedNote(String text, List<NoteSignature> signatures) {
  /// The standard demands that sixteen be accepted.
  private static final int SIGNATURES_MAX = 32;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the text of a note ends with a line feed");
    }
  }

  /// Signs `text` with each of `signers`.
  public static SignedNote sign(String text, List<CheckpointSigner> signers) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    return new SignedNote(
        text, signers.stream().map(s -> NoteSignature.of(s.publicKey(), s.sign(message))).toList());
  }

  /// Reads a note. Nothing is known of its signatures yet: [#verify].
  public static SignedNote parse(byte[] bytes) throws FormatException {
    String note = StrictText.decode(bytes);
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0) {
      throw new FormatException(
          FormatFault.NO_BLANK_LINE, "no blank line stands before the signatures");
    }
    String lines = note.substring(blank + 2);
    if (lines.isEmpty()) {
      throw new FormatException(FormatFault.NO_SIGNATURE, "no signature follows the blank line");
    }
    return new SignedNote(note.substring(0, blank + 1), parseLines(lines));
  }

  /// Reads signature lines as they stand at the end of a note, and as a witness answers them.
  public static List<NoteSignature> parseLines(String lines) throws FormatException {
    if (!lines.endsWith("\n")) {
      throw new FormatException(FormatFault.NO_FINAL_NEWLINE, "the last line does not end");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    Set<String> signers = new HashSet<>();
    for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
      if (signatures.size() == SIGNATURES_MAX) {
        throw new FormatException(
            FormatFault.TOO_MANY_SIGNATURES, "more than " + SIGNATURES_MAX + " signatures");
      }
      var signature = NoteSignature.parse(line);
      if (!signers.add(signature.name() + "+" + signature.keyId())) {
        throw new FormatException(
            FormatFault.DUPLICATE_SIGNATURE, signature.name() + " signs twice with one key");
      }
      signatures.add(signature);
    }
    return signatures;
  }

  /// Checks the signatures of the keys that are known; those of others say nothing.
  public Standing verify(List<VerifierKey> known) {
    List<VerifierKey> by = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (signature.claims(key)) {
          if (!verifies(key, signature)) {
            return new Standing.Forged(key);
          }
          by.add(key);
        }
      }
    }
    return by.isEmpty() ? new Standing.Unknown() : new Standing.Signed(List.copyOf(by));
  }

  private boolean verifies(VerifierKey key, NoteSignature signature) {
    return key.type().cosigns()
        ? Cosignature.of(signature).filter(c -> c.verifies(key, text)).isPresent()
        : key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature());
  }

  /// The same note with more signatures.
  public SignedNote with(List<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /// The note as it is stored and sent.
  public byte[] bytes() {
    var note = new StringBuilder(text).append('\n');
    signatures.forEach(each -> note.append(each.line()).append('\n'));
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// What the signatures say.
  public sealed interface Standing {
    /// Signed by these keys, at least one, and what they signed is the text.
    record Signed(List<VerifierKey> by) implements Standing {
      /// Whether a key of the log `origin` is among them, not only witnesses' and other logs'.
      public boolean byLog(String origin) {
        return by.stream().anyMatch(key -> !key.type().cosigns() && key.name().equals(origin));
      }

      /// A witness among `known` that did not confirm it: who names one wants its word.
      public Optional<VerifierKey> missingWitness(List<VerifierKey> known) {
        return known.stream().filter(key -> key.type().cosigns() && !by.contains(key)).findFirst();
      }
    }

    /// A known key is named, and the signature is not its own over this text.
    record Forged(VerifierKey key) implements Standing {}

    /// No known key is named.
    record Unknown() implements Standing {}
  }
}
