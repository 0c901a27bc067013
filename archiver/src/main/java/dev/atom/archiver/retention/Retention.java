// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import dev.atom.archiver.Records;
import dev.atom.archiver.export.ArchivedDays;
import dev.atom.archiver.export.SignedTree;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.EventKind;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.PruneRecord;
import dev.atom.audit.store.Pruning;
import dev.atom.audit.store.Pruning.Sealed;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Removes from the database what is over its time: payloads alone, and entries by whole segments.
///
/// Entries leave only when every file they were exported to is in the archive, unchanged and
/// locked, and after a record in the chain says where the tree stood. So what remains verifies, and
/// what left can be restored. Blocking; for one thread.
public final class Retention {
  private final Pruning pruning;
  private final EntrySource trail;
  private final ArchivedDays archive;
  private final SignedTree tree;
  private final Records records;
  private final Settings settings;
  private final InstantSource clock;

  /// What does not change.
  ///
  /// @param origin which log
  /// @param signers sign the records
  /// @param secrets of the chain, asked for at each run
  public record Settings(
      RetentionClass entries,
      RetentionClass conversations,
      String origin,
      List<CheckpointSigner> signers,
      Supplier<KeyRing> secrets) {
    public Settings {
      signers = List.copyOf(signers);
    }
  }

  public Retention(
      Pruning pruning,
      EntrySource trail,
      ArchivedDays archive,
      SignedTree tree,
      Records records,
      Settings settings,
      InstantSource clock) {
    this.pruning = pruning;
    this.trail = trail;
    this.archive = archive;
    this.tree = tree;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  /// How a run came out.
  public sealed interface Outcome {
    /// Entries were removed, up to that of the record.
    record Pruned(PruneRecord record, long entries) implements Outcome {}

    /// Nothing is over its time.
    record Nothing() implements Outcome {}

    /// Something is over its time and must stay.
    record Kept(String why) implements Outcome {}
  }

  /// Removes what is over its time.
  ///
  /// @throws AtomException when the database or the store do not answer
  public Outcome run() {
    Instant now = clock.instant();
    pruning.forgetPayloads(now.minus(settings.conversations().time()));
    Optional<Sealed> sealed = pruning.lastSealedBefore(now.minus(settings.entries().time()));
    return sealed.isEmpty() ? new Outcome.Nothing() : prune(sealed.get());
  }

  private Outcome prune(Sealed sealed) {
    var behind = pruning.behind(sealed.seq());
    if (behind.isPresent()) {
      return new Outcome.Kept(
          ("the copy %s has the entries up to %d and not those up to %d: where it is not used any"
                  + " more, remove its row of stream_cursor")
              .formatted(behind.get().name(), behind.get().seq(), sealed.seq()));
    }
    long first = pruning.firstSeq();
    return switch (archive.covering(first, sealed.seq())) {
      case ArchivedDays.Coverage.Missing(String why) -> new Outcome.Kept(why);
      case ArchivedDays.Coverage.Whole whole -> prune(first, sealed, whole);
    };
  }

  private Outcome prune(long first, Sealed sealed, ArchivedDays.Coverage.Whole archived) {
    Optional<MerkleFrontier> frontier = frontier(first, sealed.seq(), archived.before());
    if (frontier.isEmpty()) {
      return new Outcome.Kept("the entries up to " + sealed.seq() + " do not verify");
    }
    var covering = tree.covering(sealed.seq());
    if (covering.isEmpty()
        || !covering
            .get()
            .proof()
            .proves(frontier.get().root(), covering.get().checkpoint().root())) {
      return new Outcome.Kept("no signed checkpoint covers the entries up to " + sealed.seq());
    }
    var record =
        new PruneRecord(
            settings.origin(),
            sealed.seq(),
            sealed.segment(),
            sealed.chainHash(),
            frontier.get().hashes(),
            covering.get().note(),
            covering.get().proof().hashes(),
            archived.manifestHash());
    // SECURITY(T-22): the record is in the chain before anything leaves it
    long seq = recorded(record);
    return new Outcome.Pruned(record, pruning.prune(sealed.seq(), seq));
  }

  /// The tree up to `last`: that of the newest day that ended before, and what came since,
  /// verified.
  private Optional<MerkleFrontier> frontier(long first, long last, Optional<Manifest> before) {
    var frontier =
        before
            .map(it -> MerkleFrontier.of(it.span().lastSeq(), it.tree().frontier()))
            .orElseGet(MerkleFrontier::new);
    if (frontier.size() == last) {
      return Optional.of(frontier);
    }
    var plan =
        Plan.of(settings.secrets().get())
            .from(Math.max(first, frontier.size() + 1), last)
            .with(
                (Plan.LeafSink)
                    (_, hashes) -> {
                      for (int at = 0; at < hashes.length; at += TreeHash.BYTES) {
                        frontier.append(hashes, at);
                      }
                    });
    boolean ok = ChainVerifier.verify(trail, plan) instanceof Verification.Ok;
    return ok && frontier.size() == last ? Optional.of(frontier) : Optional.empty();
  }

  private long recorded(PruneRecord record) {
    var note = SignedNote.sign(record.text(), settings.signers());
    String details = record.details(new String(note.bytes(), StandardCharsets.UTF_8));
    try {
      AuditReceipt receipt = records.append(EventKind.AUDIT_PRUNED, details).join();
      return receipt.seq();
    } catch (CompletionException e) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "nothing is removed without a record: " + e.getCause(), e);
    }
  }
}
