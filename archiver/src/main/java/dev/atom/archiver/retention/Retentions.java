// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import dev.atom.archiver.Records;
import dev.atom.archiver.export.ArchivedDays;
import dev.atom.archiver.export.Exports;
import dev.atom.archiver.export.PublishedTree;
import dev.atom.archiver.export.ZstdFiles;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.store.Pruning;
import dev.atom.storage.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Puts the retention together.
public final class Retentions {
  private Retentions() {}

  /// Where the trail is read and removed.
  ///
  /// @param reader with a role that reads it
  /// @param remover with the role that removes
  public record Databases(Database reader, Database remover) {}

  /// The duty that removes what is over its time.
  ///
  /// @param work a folder of this process
  public static RetentionDuty duty(
      RetentionConfig config,
      Exports.Log log,
      Supplier<KeyRing> secrets,
      Databases databases,
      ArchiveStore store,
      Path work,
      Records records,
      InstantSource clock) {
    var keys = log.signers().stream().map(CheckpointSigner::publicKey).toList();
    var retention =
        new Retention(
            new Pruning(databases.reader(), databases.remover()),
            new PostgresEntrySource(databases.reader()),
            new ArchivedDays(store, new ZstdFiles(work), keys, clock),
            new PublishedTree(log.published(), keys),
            records,
            new Retention.Settings(
                config.entries(), config.conversations(), log.origin(), log.signers(), secrets),
            clock);
    return new RetentionDuty(retention, config.look());
  }
}
