// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a log may begin later than with entry 1: what came before was exported, and this is where it
/// ended. Signed by the log, in an entry of kind `audit_pruned`.
///
/// @param origin which log
/// @param lastSeq the last entry that was removed, the end of a segment
/// @param segment that segment
/// @param lastChainHash chain hash of the last entry removed
/// @param frontier of the tree over entries 1 to the last removed
/// @param checkpoint a signed one over them, verbatim
/// @param consistency shows that the tree of the checkpoint begins with ours
/// @param manifest hash of the manifest that the last entry removed is in
public record PruneRecord(
    String origin,
    long lastSeq,
    long segment,
    String lastChainHash,
    List<TreeHash> frontier,
    String checkpoint,
    List<TreeHash> consistency,
    String manifest) {
  private static final String FORMAT = "atom-audit-prune-1";
  private static final int MEMBERS = 9;

  public PruneRecord {
    frontier = List.copyOf(frontier);
    consistency = List.copyOf(consistency);
  }

  /// The first entry that remains.
  public long minSeq() {
    return lastSeq + 1;
  }

  /// The tree up to the last entry removed, to go on from.
  public MerkleFrontier tree() {
    return MerkleFrontier.of(lastSeq, frontier);
  }

  /// The text that is signed.
  public String text() {
    return CanonicalJson.write(
            Map.of(
                "format", FORMAT,
                "origin", origin,
                "last_seq", lastSeq,
                "segment", segment,
                "last_chain_hash", lastChainHash,
                "frontier", frontier.stream().map(TreeHash::hex).toList(),
                "checkpoint", checkpoint,
                "consistency", consistency.stream().map(TreeHash::hex).toList(),
                "manifest", manifest))
        + "\n";
  }

  /// The details of the entry that carries `note`, which is this record signed.
  public String details(String note) {
    return CanonicalJson.write(
        Map.of("last_seq", lastSeq, "last_chain_hash", lastChainHash, "note", note));
  }

  /// The note in the details of an entry of kind `audit_pruned`.
  ///
  /// @throws IllegalArgumentException when there is none
  public static String note(String details) {
    if (CanonicalJson.readObject(details).get("note") instanceof String note) {
      return note;
    }
    throw new IllegalArgumentException("the details hold no note");
  }

  /// Reads the text of a note.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  public static PruneRecord read(String text) {
    Map<?, ?> m = CanonicalJson.readObject(text.strip());
    if (!FORMAT.equals(m.get("format")) || m.size() != MEMBERS || !text.endsWith("}\n")) {
      throw new IllegalArgumentException("it is no " + FORMAT);
    }
    if (m.get("last_seq") instanceof Long lastSeq
        && m.get("segment") instanceof Long segment
        && m.get("origin") instanceof String origin
        && m.get("last_chain_hash") instanceof String hash
        && m.get("checkpoint") instanceof String checkpoint
        && m.get("manifest") instanceof String manifest) {
      return new PruneRecord(
          origin,
          lastSeq,
          segment,
          hash,
          hashes(m.get("frontier")),
          checkpoint,
          hashes(m.get("consistency")),
          manifest);
    }
    throw new IllegalArgumentException("a member of it is missing or of the wrong kind");
  }

  private static List<TreeHash> hashes(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(each -> TreeHash.of(HexFormat.of().parseHex(String.valueOf(each))))
          .toList();
    }
    throw new IllegalArgumentException("its hashes are no list");
  }
}
