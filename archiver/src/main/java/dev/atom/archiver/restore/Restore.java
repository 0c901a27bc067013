// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.restore;

import dev.atom.archiver.export.ZstdFiles;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.ExportSource;
import dev.atom.audit.export.ExportVerifier;
import dev.atom.audit.export.ExportVerifier.DifferingException;
import dev.atom.audit.export.ExportVerifier.Report;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.store.RestoredTable;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Brings the entries of an archive back, from the archive alone: the database that they came from
/// need not be there any more.
///
/// First all of it is verified. Then each file is opened again and must have the digest that its
/// signed manifest names, so what goes into the table is what was verified.
public final class Restore {
  private final ExportSource archive;
  private final ZstdFiles files;
  private final List<VerifierKey> vkeys;
  private final Optional<KeyRing> secrets;

  /// @param files where they are unpacked
  /// @param vkeys of the log, from outside of the archive
  /// @param secrets of the chain; without them its hashes are not recomputed, signatures, digests
  ///   and the tree are checked all the same
  public Restore(
      ExportSource archive, ZstdFiles files, List<VerifierKey> vkeys, Optional<KeyRing> secrets) {
    this.archive = archive;
    this.files = files;
    this.vkeys = List.copyOf(vkeys);
    this.secrets = secrets;
  }

  /// How it came out.
  public sealed interface Outcome {
    /// What was found in the archive.
    Report report();

    /// All its entries are in the table.
    record Restored(Report report, long entries) implements Outcome {}

    /// Something in it is not right: nothing was restored.
    record Refused(Report report) implements Outcome {}
  }

  /// Fills `table` with all entries of the archive.
  ///
  /// @throws AtomException CONFLICT when the table is there, STORAGE_UNAVAILABLE when the archive
  ///   or the database cannot be used
  public Outcome into(RestoredTable table) {
    var with =
        new ExportVerifier.With(vkeys, secrets, Optional.empty(), Optional.empty(), 1, _ -> {});
    Report report = new ExportVerifier(archive, files).verify(with);
    // SECURITY(T-22): nothing comes back that is not what was signed
    if (!report.ok()) {
      return new Outcome.Refused(report);
    }
    long entries =
        table.fill(sink -> {
          for (Manifest manifest : report.manifests()) {
            manifest.files().forEach(file -> give(file, sink));
          }
        });
    return new Outcome.Restored(report, entries);
  }

  private void give(ExportFile file, RestoredTable.Sink sink) {
    try (var lines = files.open(archive, file)) {
      sink.take(new RestoredTable.Lines(file.firstSeq(), file.lastSeq(), lines.path()));
    } catch (IOException | DifferingException e) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          file.name() + " changed while it was restored, nothing was: " + e.getMessage(),
          e);
    }
  }
}
