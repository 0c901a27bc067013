// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.audit.tree.InclusionProof;
import dev.atom.audit.tree.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A receipt that stands alone (C2SP tlog-proof): where an entry is, the way to the root, and the
/// signed checkpoint of that root. Who has it, the entry and the log's key needs nobody else.
public final class TlogProof {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  private final byte @Nullable [] extra;
  private final long index;
  private final List<TreeHash> hashes;
  private final SignedNote checkpoint;

  private TlogProof(
      byte @Nullable [] extra, long index, List<TreeHash> hashes, SignedNote checkpoint) {
    this.extra = extra;
    this.index = index;
    this.hashes = List.copyOf(hashes);
    this.checkpoint = checkpoint;
  }

  /// The receipt for the leaf that `proof` is about, in the tree of `checkpoint`.
  public static TlogProof of(InclusionProof proof, SignedNote checkpoint) {
    return new TlogProof(null, proof.index(), proof.hashes(), checkpoint);
  }

  /// The same receipt with opaque bytes for whoever reads it.
  public TlogProof withExtra(byte[] bytes) {
    return new TlogProof(bytes.clone(), index, hashes, checkpoint);
  }

  /// Reads a receipt. Nothing in it is verified yet.
  public static TlogProof parse(byte[] bytes) throws FormatException {
    String text = StrictText.decode(bytes);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw new FormatException(
          FormatFault.NO_BLANK_LINE, "no blank line stands before the checkpoint");
    }
    List<String> lines = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
    if (!lines.removeFirst().equals(HEADER)) {
      throw new FormatException(FormatFault.BAD_FIRST_LINE, "the first line is not " + HEADER);
    }
    byte[] extra = null;
    if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
      extra = StrictText.base64(lines.removeFirst().substring(EXTRA.length()), "extra data");
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
      throw new FormatException(FormatFault.UNEXPECTED_LINE, "no index stands where it must");
    }
    long index = StrictText.number(lines.removeFirst().substring(INDEX.length()), "index");
    var note = SignedNote.parse(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
    return new TlogProof(extra, index, hashes(lines), note);
  }

  private static List<TreeHash> hashes(List<String> lines) throws FormatException {
    if (lines.size() > InclusionProof.HASHES_MAX) {
      throw new FormatException(FormatFault.TOO_MANY_HASHES, lines.size() + " hashes are too many");
    }
    List<TreeHash> hashes = new ArrayList<>();
    for (String line : lines) {
      hashes.add(StrictText.hash(line, "hash"));
    }
    return hashes;
  }

  /// Where the leaf is, from 0.
  public long index() {
    return index;
  }

  /// Opaque bytes that somebody put there; nothing proves them.
  public Optional<byte[]> extra() {
    return Optional.ofNullable(extra).map(byte[]::clone);
  }

  /// The checkpoint, as it was signed.
  public SignedNote checkpoint() {
    return checkpoint;
  }

  /// Checks the receipt for the leaf of this hash.
  ///
  /// @param keys of logs and witnesses; a log's must be among the signers, and every witness
  public Finding check(TreeHash leaf, List<VerifierKey> keys) {
    Checkpoint said;
    try {
      said = Checkpoint.parse(checkpoint.text());
    } catch (FormatException e) {
      return new Finding.Refuted("its checkpoint is malformed: " + e.getMessage());
    }
    return switch (checkpoint.verify(keys)) {
      case SignedNote.Standing.Forged(var key) ->
          new Finding.Refuted("the signature of " + key.name() + " is not its own");
      case SignedNote.Standing.Unknown _ ->
          new Finding.Unverifiable("no key that is known signed its checkpoint");
      case SignedNote.Standing.Signed signed when !signed.byLog(said.origin()) ->
          new Finding.Unverifiable("no key of the log " + said.origin() + " signed its checkpoint");
      case SignedNote.Standing.Signed signed when signed.missingWitness(keys).isPresent() ->
          new Finding.Unverifiable(
              "the witness "
                  + signed.missingWitness(keys).get().name()
                  + " did not confirm its checkpoint");
      case SignedNote.Standing.Signed signed ->
          new InclusionProof(index, said.size(), hashes).proves(leaf, said.root())
              ? new Finding.Proved(said, signed.by())
              : new Finding.Refuted("its hashes do not lead from the entry to the root");
    };
  }

  /// The receipt as it is stored.
  public byte[] bytes() {
    var text = new StringBuilder(HEADER).append('\n');
    if (extra != null) {
      text.append(EXTRA).append(Base64.getEncoder().encodeToString(extra)).append('\n');
    }
    text.append(INDEX).append(index).append('\n');
    hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
    text.append('\n').append(new String(checkpoint.bytes(), StandardCharsets.UTF_8));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// What a receipt turns out to be.
  public sealed interface Finding {
    /// The entry is in the log that these keys signed.
    record Proved(Checkpoint checkpoint, List<VerifierKey> by) implements Finding {}

    /// It is not what it claims.
    record Refuted(String why) implements Finding {}

    /// It cannot be told with the keys given.
    record Unverifiable(String why) implements Finding {}
  }
}
