// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.archiver.export.ZstdFiles;
import dev.atom.audit.export.ExportVerifier;
import dev.atom.audit.export.ManifestFinding;
import dev.atom.audit.verify.PublicVerification;
import dev.atom.audit.verify.PublicVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.audit.verify.Verification.Incomplete;
import dev.atom.audit.verify.Verification.Ok;
import dev.atom.audit.verify.Verification.Tampered;
import dev.atom.audit.verify.Verification.Unverifiable;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Verifies what lies in a place: a published log, nightly exports, or both, which must then be of
/// one log. Nothing of it is trusted; keys and checkpoint come from elsewhere.
final class ExportCheck {
  private final ExportPlace place;
  private final ExportVerifier.With with;
  private final Optional<Path> kept;

  /// @param kept file of a checkpoint that was kept from before, which `with` holds too
  ExportCheck(ExportPlace place, ExportVerifier.With with, Optional<Path> kept) {
    this.place = place;
    this.with = with;
    this.kept = kept;
  }

  /// What came of it.
  sealed interface Result {
    /// A published log that is whole, and perhaps exports that hold the first of its entries.
    record Published(PublicVerification.Intact log, long exported) implements Result {}

    /// Anything else.
    record Judged(Verification verdict) implements Result {}
  }

  Result run() {
    try {
      boolean exports = with.until().isPresent() || place.exports();
      var note = place.checkpoint();
      List<byte[]> earlier = new ArrayList<>();
      if (note.isEmpty()) {
        return new Result.Judged(exports ? exports(with, earlier) : nothing());
      }
      if (kept.isPresent()) {
        earlier.add(Files.readAllBytes(kept.get()));
      }
      Verification exported = exports ? exports(alone(), earlier) : empty();
      return exported instanceof Ok ok
          ? published(note.get(), earlier, ok.count())
          : new Result.Judged(exported);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private AtomException unreadable(IOException e) {
    return new AtomException(
        ErrorCode.STORAGE_UNAVAILABLE, place + " cannot be read: " + e.getMessage(), e);
  }

  private static Verification nothing() {
    return new Incomplete(
        new Flaw(
            FlawKind.EXPORT,
            0,
            0,
            "neither a log nor exports are there",
            "a checkpoint or manifests",
            "neither"));
  }

  /// @param earlier takes the checkpoints that the manifests hold: a log beside them must agree
  private Verification exports(ExportVerifier.With asked, List<byte[]> earlier) throws IOException {
    Path work = Files.createTempDirectory("atom-verify-");
    try {
      var report = new ExportVerifier(place.source(), new ZstdFiles(work)).verify(asked);
      report
          .manifests()
          .forEach(each -> earlier.add(each.tree().checkpoint().getBytes(StandardCharsets.UTF_8)));
      if (report.chain().isPresent() && !(report.chain().get() instanceof Ok)) {
        return report.chain().get();
      }
      if (!report.findings().isEmpty()) {
        return verdict(report.findings());
      }
      return report.chain().orElseGet(() -> report.manifests().isEmpty() ? nothing() : empty());
    } finally {
      Files.deleteIfExists(work);
    }
  }

  /// Where a log lies beside the exports, it is the log that must reach the kept checkpoint.
  private ExportVerifier.With alone() {
    return new ExportVerifier.With(
        with.vkeys(),
        with.secrets(),
        Optional.empty(),
        with.until(),
        with.threads(),
        with.progress());
  }

  private static Verification empty() {
    return new Ok(0, 1, 0, "genesis", 0, Verification.Beginning.THERE);
  }

  private static Verification verdict(List<ManifestFinding> findings) {
    var worst =
        findings.stream().filter(each -> rank(each) > 0).findFirst().orElse(findings.getFirst());
    var flaw =
        new Flaw(
            signature(worst) ? FlawKind.SIGNATURE : FlawKind.EXPORT,
            0,
            0,
            worst.where() + ": " + worst.why(),
            "an export as it was signed",
            worst.kind().name());
    return switch (worst.kind()) {
      case DAY_MISSING, FILE_MISSING -> new Incomplete(flaw);
      case UNKNOWN_SIGNER -> new Unverifiable(flaw);
      case MALFORMED,
          FORGED_SIGNATURE,
          MISPLACED,
          NOT_LINKED,
          NOT_CONTINUOUS,
          TREE_DIFFERS,
          FILE_DIFFERS,
          IRREGULAR ->
          new Tampered(flaw);
    };
  }

  private static boolean signature(ManifestFinding finding) {
    return switch (finding.kind()) {
      case MALFORMED, FORGED_SIGNATURE, UNKNOWN_SIGNER -> true;
      case MISPLACED,
          DAY_MISSING,
          NOT_LINKED,
          NOT_CONTINUOUS,
          TREE_DIFFERS,
          FILE_MISSING,
          FILE_DIFFERS,
          IRREGULAR ->
          false;
    };
  }

  /// What is changed says more than what is missing.
  private static int rank(ManifestFinding finding) {
    return switch (finding.kind()) {
      case DAY_MISSING, FILE_MISSING, UNKNOWN_SIGNER -> 0;
      case MALFORMED,
          FORGED_SIGNATURE,
          MISPLACED,
          NOT_LINKED,
          NOT_CONTINUOUS,
          TREE_DIFFERS,
          FILE_DIFFERS,
          IRREGULAR ->
          1;
    };
  }

  private Result published(byte[] note, List<byte[]> earlier, long exported) {
    var found =
        new PublicVerifier(with.vkeys(), with.progress()).verify(place.files(), note, earlier);
    return switch (found) {
      case PublicVerification.Intact intact -> new Result.Published(intact, exported);
      case PublicVerification.Tampered t ->
          new Result.Judged(
              new Tampered(new Flaw(kind(t.kind()), 0, t.seq(), t.why(), t.expected(), t.found())));
      case PublicVerification.Incomplete(String why, long atSeq) ->
          new Result.Judged(
              new Incomplete(
                  new Flaw(FlawKind.PUBLISHED, 0, atSeq, why, "the entries signed", "fewer")));
      case PublicVerification.Unverifiable(String why) ->
          new Result.Judged(
              new Unverifiable(
                  new Flaw(FlawKind.SIGNATURE, 0, 0, why, "a key of the log", "none")));
    };
  }

  private static FlawKind kind(PublicVerification.Kind kind) {
    return switch (kind) {
      case MALFORMED_CHECKPOINT, FORGED_SIGNATURE -> FlawKind.SIGNATURE;
      case ROOT_DIFFERS, INCONSISTENT_CHECKPOINTS -> FlawKind.ROOT;
      case TILE_DIFFERS, MALFORMED_BUNDLE -> FlawKind.PUBLISHED;
      case BROKEN_CHAIN -> FlawKind.LINK;
    };
  }
}
