// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A checkpoint from a file, whose signature by the log itself has been checked with keys that the
/// caller trusts; where these name witnesses, theirs too.
final class TrustedCheckpoint {
  private TrustedCheckpoint() {}

  /// @param keys verifier keys, or files that hold one
  /// @throws AtomException BAD_REQUEST when it is not signed by one of them or cannot be read
  static Checkpoint read(Path file, List<String> keys) {
    try {
      List<VerifierKey> known = keys(keys);
      var note = SignedNote.parse(Files.readAllBytes(file));
      var checkpoint = Checkpoint.parse(note.text());
      return switch (note.verify(known)) {
        case Standing.Signed signed when signed.byLog(checkpoint.origin()) -> {
          var missing = signed.missingWitness(known);
          if (missing.isPresent()) {
            throw refused(file, "is not confirmed by the witness " + missing.get().name());
          }
          yield checkpoint;
        }
        case Standing.Signed _, Standing.Unknown _ ->
            throw refused(file, "is not signed by the log itself with a key that was given");
        case Standing.Forged(var key) ->
            throw refused(file, "has a signature of " + key.name() + " that is not right");
      };
    } catch (FormatException | IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  /// The verifier keys that `texts` are, or that lie in the files that they name.
  ///
  /// @throws AtomException BAD_REQUEST when one is none
  static List<VerifierKey> keys(List<String> texts) {
    List<VerifierKey> known = new ArrayList<>();
    for (String text : texts) {
      try {
        known.add(VerifierKey.parse(isFile(text) ? Files.readString(Path.of(text)).strip() : text));
      } catch (FormatException | IOException e) {
        throw new AtomException(ErrorCode.BAD_REQUEST, "--vkey: " + e.getMessage(), e);
      }
    }
    return known;
  }

  private static boolean isFile(String key) {
    return !key.contains("+") && Files.isRegularFile(Path.of(key));
  }

  private static AtomException refused(Path file, String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, "the checkpoint " + file + " " + why);
  }
}
