// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.store.ArchiveContent;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.export.ExportEntries;
import dev.atom.audit.export.ExportEntries.Unpacked;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.Manifest.Segment;
import dev.atom.audit.store.DayEntries;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource.SegmentStart;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes the entries of a day into files, and verifies what stands in these files: that it is the
/// chain, made with its secrets, and goes on where the day before ended.
final class DayFiles {
  private final DayEntries entries;
  private final Path work;
  private final long entriesMax;

  /// @param work a folder of this process, where files are made
  /// @param entriesMax how many entries go into one file
  DayFiles(DayEntries entries, Path work, long entriesMax) {
    this.entries = entries;
    this.work = work;
    this.entriesMax = entriesMax;
  }

  /// What came of it.
  sealed interface Outcome {
    /// All is as it must be.
    ///
    /// @param segments of the entries; the one before on an empty day
    /// @param frontier of the tree up to the last entry
    record Verified(
        long lastSeq,
        String lastChainHash,
        List<Segment> segments,
        List<Packed> files,
        MerkleFrontier frontier)
        implements Outcome {}

    /// Something is not.
    record Refused(String why) implements Outcome {}
  }

  /// A file that is ready to be stored.
  record Packed(ExportFile file, Path path) {
    ExportFile at(String version) {
      return new ExportFile(
          file.name(),
          file.segment(),
          file.firstSeq(),
          file.lastSeq(),
          file.length(),
          file.sha256(),
          version);
    }
  }

  /// Files that go when they were stored.
  record Made(Path folder, Outcome outcome) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /// Makes the files of entries `first` to `last`, none when the last is before the first.
  Made make(long first, long last, Optional<Manifest> before, KeyRing secrets) throws IOException {
    Files.createDirectories(work);
    Path folder = Files.createTempDirectory(work, "export-");
    try {
      return new Made(folder, make(folder, first, last, before, secrets));
    } catch (IOException | RuntimeException e) {
      new Made(folder, new Outcome.Refused("")).close();
      throw e;
    }
  }

  private Outcome make(
      Path folder, long first, long last, Optional<Manifest> before, KeyRing secrets)
      throws IOException {
    var frontier = frontier(before);
    if (last < first) {
      var empty = before.orElseThrow();
      return new Outcome.Verified(
          last,
          empty.span().lastChainHash(),
          empty.segments().subList(empty.segments().size() - 1, empty.segments().size()),
          List.of(),
          frontier);
    }
    List<Lines> plain = lines(folder, first, last);
    var verified = verify(plain, lineBefore(folder, first), before, secrets, frontier);
    if (!(verified instanceof Verification.Ok ok)) {
      return new Outcome.Refused(words(verified));
    }
    if (ok.lastSeq() != last || frontier.size() != last) {
      return new Outcome.Refused("entries up to " + last + " were to be exported, " + ok + " were");
    }
    return new Outcome.Verified(
        last, ok.headHash(), segments(first, last, before), pack(folder, plain), frontier);
  }

  private static MerkleFrontier frontier(Optional<Manifest> before) {
    return before
        .map(it -> MerkleFrontier.of(it.span().lastSeq(), it.tree().frontier()))
        .orElseGet(MerkleFrontier::new);
  }

  /// A file of lines of one segment.
  private record Lines(long segment, long firstSeq, long lastSeq, Path path) {}

  private List<Lines> lines(Path folder, long first, long last) throws IOException {
    List<Lines> all = new ArrayList<>();
    for (DayEntries.Part part : entries.parts(first, last)) {
      for (long from = part.firstSeq(); from <= part.lastSeq(); from += entriesMax) {
        long to = Math.min(part.lastSeq(), from + entriesMax - 1);
        Path path = folder.resolve(from + ".jsonl");
        write(path, from, to);
        all.add(new Lines(part.segment(), from, to, path));
      }
    }
    return all;
  }

  private void write(Path path, long from, long to) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
      entries.write(out, from, to);
    }
  }

  /// The entry that the first one names; not exported again.
  private Optional<Path> lineBefore(Path folder, long first) throws IOException {
    if (first == 1) {
      return Optional.empty();
    }
    Path path = folder.resolve("before.jsonl");
    write(path, first - 1, first - 1);
    return Optional.of(path);
  }

  private static Verification verify(
      List<Lines> plain,
      Optional<Path> lineBefore,
      Optional<Manifest> before,
      KeyRing secrets,
      MerkleFrontier frontier) {
    long first = plain.getFirst().firstSeq();
    List<Path> paths = new ArrayList<>();
    lineBefore.ifPresent(paths::add);
    plain.forEach(each -> paths.add(each.path()));
    Optional<SegmentStart> start =
        before
            .map(it -> it.segments().getLast())
            .filter(it -> it.openedAt() < first - 1)
            .map(it -> new SegmentStart(it.segment(), it.openedAt()));
    var plan =
        Plan.of(secrets)
            .from(first, plain.getLast().lastSeq())
            .with((_, hashes) -> {
              for (int at = 0; at < hashes.length; at += TreeHash.BYTES) {
                frontier.append(hashes, at);
              }
            });
    return ChainVerifier.verify(new ExportEntries(() -> left(paths), start), plan);
  }

  private static Iterator<Unpacked> left(List<Path> paths) {
    return paths.stream().<Unpacked>map(Standing::new).iterator();
  }

  /// A file that stays when it was read.
  private record Standing(Path path) implements Unpacked {
    @Override
    public void close() {
      // It is packed afterwards.
    }
  }

  private static String words(Verification found) {
    return switch (found) {
      case Verification.Ok ok -> ok.toString();
      case Verification.Tampered(var flaw) -> "TAMPERED at entry " + flaw.seq() + ": " + flaw.why();
      case Verification.Incomplete(var flaw) ->
          "INCOMPLETE at entry " + flaw.seq() + ": " + flaw.why();
      case Verification.Unverifiable(var flaw) ->
          "UNVERIFIABLE at entry " + flaw.seq() + ": " + flaw.why();
    };
  }

  private List<Segment> segments(long first, long last, Optional<Manifest> before) {
    List<Segment> segments = new ArrayList<>();
    for (DayEntries.Part part : entries.parts(first, last)) {
      long openedAt =
          before
              .map(it -> it.segments().getLast())
              .filter(it -> it.segment() == part.segment())
              .map(Segment::openedAt)
              .orElse(part.firstSeq());
      segments.add(new Segment(part.segment(), part.keyId(), openedAt));
    }
    return segments;
  }

  private static List<Packed> pack(Path folder, List<Lines> plain) throws IOException {
    List<Packed> packed = new ArrayList<>();
    for (Lines each : plain) {
      Path path = folder.resolve(each.firstSeq() + ".zst");
      ZstdFiles.pack(each.path(), path);
      Files.delete(each.path());
      var content = ArchiveContent.of(path);
      packed.add(
          new Packed(
              new ExportFile(
                  name(each, content.sha256()),
                  each.segment(),
                  each.firstSeq(),
                  each.lastSeq(),
                  content.length(),
                  content.sha256(),
                  ""),
              path));
    }
    return packed;
  }

  /// Its digest is in the name, so that nothing that somebody puts there first can be in the way.
  private static String name(Lines lines, String sha256) {
    return StoreExport.SEGMENTS
        + "%d/%012d-%012d.%s.jsonl.zst"
            .formatted(lines.segment(), lines.firstSeq(), lines.lastSeq(), sha256.substring(0, 16));
  }
}
