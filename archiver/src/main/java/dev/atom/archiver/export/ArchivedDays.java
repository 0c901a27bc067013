// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import static java.util.Objects.requireNonNull;

import dev.atom.archiver.store.ArchiveStore;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.ExportVerifier.DifferingException;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.ManifestSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Whether entries are safe in the archive: signed for, there, unchanged, and locked.
public final class ArchivedDays {
  private final ArchiveStore store;
  private final ZstdFiles files;
  private final List<VerifierKey> keys;
  private final InstantSource clock;

  public ArchivedDays(
      ArchiveStore store, ZstdFiles files, List<VerifierKey> keys, InstantSource clock) {
    this.store = store;
    this.files = files;
    this.keys = List.copyOf(keys);
    this.clock = clock;
  }

  /// What the archive holds of some entries.
  public sealed interface Coverage {
    /// All of them.
    ///
    /// @param before the newest manifest that ends at the last of them or earlier
    /// @param manifestHash of the manifest that the last of them is in
    record Whole(Optional<Manifest> before, String manifestHash) implements Coverage {}

    /// Not all of them, or not safely.
    record Missing(String why) implements Coverage {}
  }

  /// Looks for the entries from `first` to `last`, and reads each of their files.
  public Coverage covering(long first, long last) {
    var source = new StoreExport(store);
    try {
      SortedMap<LocalDate, byte[]> notes = source.manifests();
      var sequence = ManifestSequence.verify(keys, notes, Optional.empty());
      if (!sequence.findings().isEmpty()) {
        return new Coverage.Missing("the archive is not whole: " + sequence.findings().getFirst());
      }
      Optional<Manifest> before = Optional.empty();
      for (Manifest manifest : sequence.manifests()) {
        var problem =
            manifest.span().lastSeq() < first ? Optional.<String>empty() : unsafe(source, manifest);
        if (problem.isPresent()) {
          return new Coverage.Missing(problem.get());
        }
        if (manifest.span().lastSeq() >= last) {
          byte[] note = requireNonNull(notes.get(manifest.period().day()));
          return new Coverage.Whole(
              manifest.span().lastSeq() == last ? Optional.of(manifest) : before,
              ManifestSequence.hash(note));
        }
        before = Optional.of(manifest);
      }
      return new Coverage.Missing("entry " + last + " was not exported yet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> unsafe(StoreExport source, Manifest manifest) throws IOException {
    if (!locked(manifest.name())) {
      return Optional.of(manifest.name() + " is not locked");
    }
    for (ExportFile file : manifest.files()) {
      if (!locked(file.name())) {
        return Optional.of(file.name() + " is not there, or not locked");
      }
      try (var lines = files.open(source, file)) {
        // Opening it has compared its digest; nothing else is wanted of it here.
        requireNonNull(lines, "lines");
      } catch (NoSuchFileException _) {
        return Optional.of(file.name() + " is not there");
      } catch (DifferingException e) {
        return Optional.of(file.name() + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private boolean locked(String key) {
    return store
        .find(key)
        .flatMap(store::lockedUntil)
        .filter(until -> until.isAfter(clock.instant()))
        .isPresent();
  }
}
