// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.ManifestFinding.Kind;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Checks the manifests of a log against each other and against the keys of the log: that each is
/// signed, none is missing, and each goes on where the one before ended.
///
/// The newest ones could be missing without a trace in the others: the caller says up to which day
/// there must be one.
public final class ManifestSequence {
  private final List<VerifierKey> keys;
  private final List<Manifest> good = new ArrayList<>();
  private final List<ManifestFinding> findings = new ArrayList<>();
  private @Nullable Manifest before;
  private String hashBefore = Manifest.NO_PREVIOUS;

  private ManifestSequence(List<VerifierKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// What came of it.
  ///
  /// @param manifests those that are signed, in order
  /// @param findings none when all is well
  public record Result(List<Manifest> manifests, List<ManifestFinding> findings) {
    public Result {
      manifests = List.copyOf(manifests);
      findings = List.copyOf(findings);
    }
  }

  /// Verifies all manifests of a log.
  ///
  /// @param keys of the log, from outside of what is checked
  /// @param notes by their day
  /// @param until the last day that must have one
  public static Result verify(
      List<VerifierKey> keys, SortedMap<LocalDate, byte[]> notes, Optional<LocalDate> until) {
    var sequence = new ManifestSequence(keys);
    for (Map.Entry<LocalDate, byte[]> each : notes.entrySet()) {
      sequence.add(each.getKey(), each.getValue());
    }
    until.ifPresent(sequence::expectUntil);
    return new Result(sequence.good, sequence.findings);
  }

  private void add(LocalDate day, byte[] note) {
    var opened = open(day, note);
    if (opened.isEmpty()) {
      return;
    }
    Manifest manifest = opened.get();
    follows(day, manifest);
    tree(day, manifest);
    good.add(manifest);
    before = manifest;
    hashBefore = hash(note);
  }

  /// SHA-256 of a note, as the next manifest names it.
  public static String hash(byte[] note) {
    return HexFormat.of().formatHex(Sha256.digest().digest(note));
  }

  private Optional<Manifest> open(LocalDate day, byte[] bytes) {
    try {
      var note = SignedNote.parse(bytes);
      var manifest = ManifestText.read(note.text());
      var signed = signed(day, note, manifest.origin());
      if (signed && !manifest.period().day().equals(day)) {
        find(Kind.MISPLACED, day, "it is the manifest of " + manifest.period().day());
        return Optional.empty();
      }
      return signed ? Optional.of(manifest) : Optional.empty();
    } catch (FormatException e) {
      find(Kind.MALFORMED, day, e.why());
    } catch (IllegalArgumentException e) {
      find(Kind.MALFORMED, day, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private boolean signed(LocalDate day, SignedNote note, String origin) {
    switch (note.verify(keys)) {
      case Standing.Signed signed when signed.byLog(origin) -> {
        return true;
      }
      case Standing.Forged(var key) ->
          find(Kind.FORGED_SIGNATURE, day, "it is not signed by " + key.name());
      case Standing.Signed _, Standing.Unknown _ ->
          find(Kind.UNKNOWN_SIGNER, day, "no known key of the log " + origin + " signed it");
    }
    return false;
  }

  private void follows(LocalDate day, Manifest manifest) {
    if (before == null) {
      begins(day, manifest);
      return;
    }
    if (!manifest.origin().equals(before.origin())) {
      find(Kind.MISPLACED, day, "it is of the log " + manifest.origin());
    }
    missing(before.period().day(), day);
    if (!manifest.previous().equals(hashBefore)) {
      find(Kind.NOT_LINKED, day, "it names another manifest as the one before it");
    }
    if (manifest.span().firstSeq() != before.span().lastSeq() + 1
        || !manifest.span().firstPrevHash().equals(before.span().lastChainHash())) {
      find(
          Kind.NOT_CONTINUOUS,
          day,
          "it begins with entry "
              + manifest.span().firstSeq()
              + ", the one before ended with "
              + before.span().lastSeq());
    }
  }

  private void begins(LocalDate day, Manifest manifest) {
    if (!manifest.previous().equals(Manifest.NO_PREVIOUS)) {
      find(Kind.DAY_MISSING, day.minusDays(1), "the manifests before " + day + " are missing");
    } else if (manifest.span().firstSeq() != 1) {
      find(Kind.NOT_CONTINUOUS, day, "the first manifest does not begin with entry 1");
    }
  }

  /// One finding for each day without a manifest, however many there are in a row.
  private void missing(LocalDate last, LocalDate next) {
    last.plusDays(1)
        .datesUntil(next)
        .forEach(day -> find(Kind.DAY_MISSING, day, "there is no manifest of " + day));
  }

  private void tree(LocalDate day, Manifest manifest) {
    try {
      var note = SignedNote.parse(manifest.tree().checkpoint().getBytes(StandardCharsets.UTF_8));
      var checkpoint = Checkpoint.parse(note.text());
      var proof =
          new ConsistencyProof(
              manifest.span().lastSeq(), checkpoint.size(), manifest.tree().consistency());
      boolean ours =
          note.verify(keys) instanceof Standing.Signed signed && signed.byLog(manifest.origin());
      if (!ours || !checkpoint.origin().equals(manifest.origin())) {
        find(Kind.TREE_DIFFERS, day, "its checkpoint is not signed by the log");
      } else if (!proof.proves(manifest.root(), checkpoint.root())) {
        find(Kind.TREE_DIFFERS, day, "its tree is not the beginning of that of its checkpoint");
      }
    } catch (FormatException | IllegalArgumentException e) {
      find(Kind.TREE_DIFFERS, day, "its checkpoint is none: " + e.getMessage());
    }
  }

  private void expectUntil(LocalDate until) {
    if (before == null) {
      find(Kind.DAY_MISSING, until, "there is no manifest at all");
    } else {
      missing(before.period().day(), until.plusDays(1));
    }
  }

  private void find(Kind kind, LocalDate day, String why) {
    findings.add(new ManifestFinding(kind, day.toString(), why));
  }
}
