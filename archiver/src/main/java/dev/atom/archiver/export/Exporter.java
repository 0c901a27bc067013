// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.store.ArchiveContent;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchiveStore.Put;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.Manifest.Period;
import dev.atom.audit.export.Manifest.Span;
import dev.atom.audit.export.Manifest.Tree;
import dev.atom.audit.export.ManifestSequence;
import dev.atom.audit.export.ManifestText;
import dev.atom.audit.store.DayEntries;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries days out of the database, one after the other: the entries into files, and a signed
/// manifest over them. Nothing is exported unverified, and the manifest comes last, so a day
/// without one was not exported.
///
/// What was exported before is read from the store each time, so a run that was killed, and one
/// beside another, end the same. Blocking; for one thread.
public final class Exporter {
  private final DayEntries entries;
  private final DayFiles files;
  private final ArchiveStore store;
  private final SignedTree tree;
  private final Settings settings;
  private final InstantSource clock;

  /// What does not change from day to day.
  ///
  /// @param origin which log
  /// @param signers sign manifests
  /// @param secrets of the chain, asked for at each run
  /// @param retention how long objects are locked
  /// @param after how long after midnight a day is over for everybody
  record Settings(
      String origin,
      List<CheckpointSigner> signers,
      Supplier<KeyRing> secrets,
      Duration retention,
      Duration after) {
    Settings {
      signers = List.copyOf(signers);
    }

    List<VerifierKey> keys() {
      return signers.stream().map(CheckpointSigner::publicKey).toList();
    }
  }

  Exporter(
      DayEntries entries,
      DayFiles files,
      ArchiveStore store,
      SignedTree tree,
      Settings settings,
      InstantSource clock) {
    this.entries = entries;
    this.files = files;
    this.store = store;
    this.tree = tree;
    this.settings = settings;
    this.clock = clock;
  }

  /// How a step came out.
  public sealed interface Step {
    /// A day was exported.
    record Exported(Manifest manifest) implements Step {}

    /// There is nothing to export yet.
    record UpToDate(Optional<LocalDate> last) implements Step {}

    /// A day is over and cannot be exported yet.
    record Waiting(LocalDate day, String why) implements Step {}

    /// A day cannot be exported, because something is not as it must be.
    record Refused(LocalDate day, String why) implements Step {}
  }

  /// Exports the next day that is over and has no manifest.
  ///
  /// @throws AtomException when database or store do not answer
  public Step next() {
    var before = last();
    if (before.findings().isPresent()) {
      return new Step.Refused(before.day().orElse(LocalDate.MIN), before.findings().get());
    }
    Optional<LocalDate> day = next(before);
    if (day.isEmpty() || !isOver(day.get())) {
      return new Step.UpToDate(before.day());
    }
    return export(day.get(), before);
  }

  /// The manifests so far.
  ///
  /// @param manifest the newest
  /// @param hash of its note
  /// @param findings what is wrong with them
  private record Before(Optional<Manifest> manifest, String hash, Optional<String> findings) {
    Optional<LocalDate> day() {
      return manifest.map(it -> it.period().day());
    }

    long lastSeq() {
      return manifest.map(it -> it.span().lastSeq()).orElse(0L);
    }

    String lastHash() {
      return manifest.map(it -> it.span().lastChainHash()).orElse(ChainFormat.GENESIS);
    }
  }

  private Before last() {
    List<ArchivedObject> notes = store.list(StoreExport.MANIFESTS);
    if (notes.isEmpty()) {
      return new Before(Optional.empty(), Manifest.NO_PREVIOUS, Optional.empty());
    }
    try {
      // Only the newest: the whole sequence is the verifier's work.
      byte[] note;
      try (var in = store.open(notes.getLast())) {
        note = in.readAllBytes();
      }
      var manifest = own(note);
      return new Before(
          manifest,
          ManifestSequence.hash(note),
          manifest.isPresent()
              ? Optional.empty()
              : Optional.of("the newest manifest in " + store + " is not one of ours"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Manifest> own(byte[] note) {
    try {
      var signed = SignedNote.parse(note);
      var manifest = ManifestText.read(signed.text());
      boolean ours =
          signed.verify(settings.keys()) instanceof SignedNote.Standing.Signed
              && manifest.origin().equals(settings.origin());
      return ours ? Optional.of(manifest) : Optional.empty();
    } catch (FormatException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<LocalDate> next(Before before) {
    return before.manifest().isPresent()
        ? before.day().map(day -> day.plusDays(1))
        : entries.firstRecorded().map(first -> LocalDate.ofInstant(first, ZoneOffset.UTC));
  }

  private boolean isOver(LocalDate day) {
    return !clock.instant().isBefore(end(day).plus(settings.after()));
  }

  private static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Step export(LocalDate day, Before before) {
    long first = before.lastSeq() + 1;
    long last = entries.lastBefore(first, end(day));
    var covering = last == 0 ? Optional.<SignedTree.Covering>empty() : tree.covering(last);
    if (covering.isEmpty()) {
      return new Step.Waiting(day, "no signed checkpoint reaches entry " + last + " yet");
    }
    try (var made = files.make(first, last, before.manifest(), settings.secrets().get())) {
      return switch (made.outcome()) {
        case DayFiles.Outcome.Refused(String why) -> new Step.Refused(day, why);
        case DayFiles.Outcome.Verified verified -> store(day, before, verified, covering.get());
      };
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.INTERNAL, "the files of " + day + " cannot be made: " + e, e);
    }
  }

  private Step store(
      LocalDate day, Before before, DayFiles.Outcome.Verified made, SignedTree.Covering covering) {
    var checkpoint = covering.checkpoint();
    if (!checkpoint.origin().equals(settings.origin())
        || !covering.proof().proves(made.frontier().root(), checkpoint.root())) {
      return new Step.Refused(
          day,
          "the entries are not those of the signed tree: verify the trail before anything else");
    }
    Instant until = clock.instant().plus(settings.retention());
    List<ExportFile> stored = new ArrayList<>();
    for (DayFiles.Packed each : made.files()) {
      switch (store.put(each.file().name(), ArchiveContent.of(each.path()), until)) {
        case Put.Stored(var object) -> stored.add(each.at(object.version()));
        case Put.Kept(var object) -> stored.add(each.at(object.version()));
        case Put.Refused(_, String why) -> {
          return new Step.Refused(day, why);
        }
      }
    }
    var manifest =
        new Manifest(
            settings.origin(),
            new Period(day, day.atStartOfDay(ZoneOffset.UTC).toInstant(), end(day)),
            new Span(before.lastSeq() + 1, made.lastSeq(), before.lastHash(), made.lastChainHash()),
            made.segments(),
            stored,
            new Tree(made.frontier().hashes(), covering.note(), covering.proof().hashes()),
            before.hash());
    var note = SignedNote.sign(ManifestText.write(manifest), settings.signers());
    return switch (store.put(manifest.name(), ArchiveContent.of(note.bytes()), until)) {
      case Put.Stored _, Put.Kept _ -> new Step.Exported(manifest);
      case Put.Refused(_, String why) -> new Step.Refused(day, why);
    };
  }
}
