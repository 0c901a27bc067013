// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What was exported for one day, signed: which entries, in which files, and where the tree stood.
/// There is one for every day, also when nothing happened.
///
/// @param origin which log
/// @param period the day
/// @param span the entries
/// @param segments those that the entries belong to, in order
/// @param files with the entries, in order; none on an empty day
/// @param tree over all entries up to the last of these
/// @param previous SHA-256 of the note of the day before, hex; empty for the first
public record Manifest(
    String origin,
    Period period,
    Span span,
    List<Segment> segments,
    List<ExportFile> files,
    Tree tree,
    String previous) {
  /// Of the first manifest of a log.
  public static final String NO_PREVIOUS = "";

  public Manifest {
    segments = List.copyOf(segments);
    files = List.copyOf(files);
  }

  /// A day in UTC: entries that were there at its end and in no manifest before.
  ///
  /// @param end not included
  public record Period(LocalDate day, Instant start, Instant end) {}

  /// The entries from `firstSeq` to `lastSeq`; none when the first is one above the last.
  ///
  /// @param firstPrevHash chain hash of the entry before the first, of whichever segment; `genesis`
  ///   when there is none
  /// @param lastChainHash chain hash of the last entry
  public record Span(long firstSeq, long lastSeq, String firstPrevHash, String lastChainHash) {
    /// How many entries.
    public long count() {
      return lastSeq - firstSeq + 1;
    }
  }

  /// A segment of the chain.
  ///
  /// @param openedAt number of its first entry, which may be in an earlier manifest
  public record Segment(long segment, String keyId, long openedAt) {}

  /// A file with entries of one segment, as JSON lines, compressed with zstd.
  ///
  /// @param name its path within the export
  /// @param length in bytes, compressed
  /// @param sha256 of its bytes, compressed, hex
  /// @param version as the store numbers it; empty where it does not
  public record ExportFile(
      String name,
      long segment,
      long firstSeq,
      long lastSeq,
      long length,
      String sha256,
      String version) {}

  /// Where the tree stood.
  ///
  /// @param frontier roots of the complete subtrees over entries 1 to the last, the largest first
  /// @param checkpoint a signed one of the same size or a larger one, verbatim
  /// @param consistency shows that the tree of the checkpoint begins with ours
  public record Tree(List<TreeHash> frontier, String checkpoint, List<TreeHash> consistency) {
    public Tree {
      frontier = List.copyOf(frontier);
      consistency = List.copyOf(consistency);
    }
  }

  /// The root over entries 1 to the last.
  ///
  /// @throws IllegalArgumentException when the frontier has not as many hashes as it must
  public TreeHash root() {
    return MerkleFrontier.of(span.lastSeq(), tree.frontier()).root();
  }

  /// Where it lies within an export.
  public String name() {
    return name(period.day());
  }

  /// Where the manifest of `day` lies within an export.
  public static String name(LocalDate day) {
    return "manifests/" + day + ".note";
  }
}
