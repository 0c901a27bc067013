// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.Records;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.store.DayEntries;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.storage.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Puts the nightly export together.
public final class Exports {
  private static final long ENTRIES_IN_A_FILE = 100_000;

  private Exports() {}

  /// What the log is and who signs for it.
  ///
  /// @param published where the live log is
  public record Log(String origin, Path published, List<CheckpointSigner> signers) {
    public Log {
      signers = List.copyOf(signers);
    }
  }

  /// The duty that exports every night.
  ///
  /// @param secret of the chain as it is now
  /// @param database of the trail, with a role that reads
  /// @param retention how long objects are locked
  public static ExportDuty duty(
      ExportConfig config,
      Log log,
      Secret secret,
      Database database,
      ArchiveStore store,
      Duration retention,
      Records records,
      InstantSource clock) {
    var entries = new DayEntries(database);
    var settings =
        new Exporter.Settings(
            log.origin(),
            log.signers(),
            secrets(secret, config.vault()),
            retention,
            config.after());
    var exporter =
        new Exporter(
            entries,
            new DayFiles(entries, config.work(), ENTRIES_IN_A_FILE),
            store,
            new PublishedTree(log.published(), settings.keys()),
            settings,
            clock);
    return new ExportDuty(exporter, records, config.look());
  }

  /// The secret of now and those of earlier segments, as they are when asked for.
  public static Supplier<KeyRing> secrets(Secret now, Path vault) {
    return () -> KeyRing.of(read(now, vault));
  }

  private static List<Secret> read(Secret now, Path vault) {
    try {
      return Files.exists(vault)
          ? List.of(now.reread(), Secret.of(Files.readString(vault)))
          : List.of(now.reread());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "export.vault " + vault + " cannot be read: " + e, e);
    }
  }
}
