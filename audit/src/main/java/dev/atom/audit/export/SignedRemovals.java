// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.verify.RemovalCheck;
import dev.atom.audit.verify.RemovalCheck.Judgement.Signed;
import dev.atom.audit.verify.RemovalCheck.Judgement.Unknown;
import dev.atom.audit.verify.RemovalCheck.Judgement.Wrong;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Checks the signature of a [PruneRecord], that it is of this beginning, and that the tree that it
/// gives is the beginning of one that the log signed.
public final class SignedRemovals implements RemovalCheck {
  private final List<VerifierKey> keys;

  /// @param keys of the log, from outside of what is checked; at least one
  public SignedRemovals(List<VerifierKey> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  public Judgement judge(Removal removal) {
    try {
      var note =
          SignedNote.parse(PruneRecord.note(removal.details()).getBytes(StandardCharsets.UTF_8));
      var record = PruneRecord.read(note.text());
      return switch (note.verify(keys)) {
        case Standing.Signed signed when signed.byLog(record.origin()) -> judge(removal, record);
        case Standing.Forged(var key) -> new Wrong("it is not signed by " + key.name());
        case Standing.Signed _, Standing.Unknown _ ->
            new Unknown("no known key of the log " + record.origin() + " signed it");
      };
    } catch (FormatException | IllegalArgumentException e) {
      return new Wrong("it is none: " + e.getMessage());
    }
  }

  private Judgement judge(Removal removal, PruneRecord record) throws FormatException {
    if (record.lastSeq() != removal.lastSeq()
        || record.segment() != removal.segment()
        || !record.lastChainHash().equals(removal.lastChainHash())) {
      return new Wrong("what was signed is of another entry, " + record.lastSeq());
    }
    var note = SignedNote.parse(record.checkpoint().getBytes(StandardCharsets.UTF_8));
    var checkpoint = Checkpoint.parse(note.text());
    boolean ours =
        note.verify(keys) instanceof Standing.Signed signed && signed.byLog(record.origin());
    if (!ours || !checkpoint.origin().equals(record.origin())) {
      return new Wrong("its checkpoint is not signed by the log");
    }
    var proof = new ConsistencyProof(record.lastSeq(), checkpoint.size(), record.consistency());
    return proof.proves(record.tree().root(), checkpoint.root())
        ? new Signed(record.tree())
        : new Wrong("its tree is not the beginning of that of its checkpoint");
  }
}
