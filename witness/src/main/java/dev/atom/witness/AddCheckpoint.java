// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.InclusionProof;
import dev.atom.audit.tree.TreeHash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What a log asks a witness (C2SP tlog-witness): here is my next checkpoint, and a proof that it
/// continues the one of `old` leaves.
///
/// @param proof hashes of the consistency proof
record AddCheckpoint(long old, List<TreeHash> proof, SignedNote note, Checkpoint checkpoint) {
  private static final String OLD = "old ";
  private static final int DIGITS_MAX = 18;

  AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /// Reads the body of a request.
  ///
  /// @throws MalformedRequestException saying what is wrong
  static AddCheckpoint parse(byte[] body) throws MalformedRequestException {
    int blank = blankLine(body);
    List<String> lines = new ArrayList<>(List.of(text(body, blank).split("\n", -1)));
    long old = old(lines.removeFirst());
    if (lines.size() > InclusionProof.HASHES_MAX) {
      throw new MalformedRequestException("it has more than 63 hashes");
    }
    List<TreeHash> hashes = new ArrayList<>();
    for (String line : lines) {
      hashes.add(hash(line));
    }
    try {
      var note = SignedNote.parse(Arrays.copyOfRange(body, blank + 2, body.length));
      return new AddCheckpoint(old, hashes, note, Checkpoint.parse(note.text()));
    } catch (FormatException e) {
      throw new MalformedRequestException(e.why());
    }
  }

  private static int blankLine(byte[] body) throws MalformedRequestException {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == '\n' && body[i + 1] == '\n') {
        return i;
      }
    }
    throw new MalformedRequestException("no blank line stands before the checkpoint");
  }

  private static String text(byte[] body, int end) throws MalformedRequestException {
    try {
      return StandardCharsets.US_ASCII
          .newDecoder()
          .decode(ByteBuffer.wrap(body, 0, end))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedRequestException("its proof is not ASCII");
    }
  }

  private static long old(String line) throws MalformedRequestException {
    String digits = line.startsWith(OLD) ? line.substring(OLD.length()) : "";
    boolean number =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.length() == 1 || digits.charAt(0) != '0');
    if (!number) {
      throw new MalformedRequestException("its first line is not 'old' and a size");
    }
    return Long.parseLong(digits);
  }

  private static TreeHash hash(String line) throws MalformedRequestException {
    try {
      byte[] bytes = Base64.getDecoder().decode(line);
      if (bytes.length == TreeHash.BYTES
          && Base64.getEncoder().encodeToString(bytes).equals(line)) {
        return TreeHash.of(bytes);
      }
    } catch (IllegalArgumentException _) {
      // The same answer as for another length.
    }
    throw new MalformedRequestException("a line of its proof is not 32 bytes in base64");
  }

  /// Why a body is no such request.
  static final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;

    MalformedRequestException(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }
}
