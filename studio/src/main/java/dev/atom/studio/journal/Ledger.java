// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.audit.Durability;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.store.WorldRevision;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The only way to change the control plane's rows.
///
/// The work runs in a transaction; when it made a change, the world's revision moves, then its
/// audit entry is made durable, then the transaction commits, then the call is answered. So there
/// can be an entry without its change (the commit failed, and a second entry says so, or that
/// nobody knows because the answer to the commit was lost), never a change without its entry.
public final class Ledger {
  private final ControlStore store;
  private final Journal journal;

  public Ledger(ControlStore store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  /// Runs `work` and commits what it changed.
  ///
  /// @throws dev.atom.base.AtomException CONFLICT or STORAGE_UNAVAILABLE
  public Reply change(Exchange exchange, Function<Transaction, Change> work) {
    var intent = new Intent();
    try {
      return store.inTransaction(tx -> {
        Reply reply = perform(exchange, tx, work.apply(tx), intent);
        intent.complete = true;
        return reply;
      });
    } catch (AuditUnavailable e) {
      if (intent.entry != null) {
        // what did not become durable in time may still do so later
        journal.ended(exchange, intent.entry, Fate.NOT_COMMITTED, e, Durability.BATCHED);
      }
      // SECURITY(T-10): what cannot be written down is not done
      return new Reply.Refused(
          new Problem(
              Problem.Code.AUDIT_UNAVAILABLE, "nothing was changed; try again when it does", 1),
          Map.of());
    } catch (RuntimeException e) {
      if (intent.entry != null) {
        journal.ended(exchange, intent.entry, Fate.of(intent.complete, e), e, Durability.STRICT);
      }
      throw e;
    }
  }

  /// Reads in one state of the database; changes nothing.
  public <T> T read(Function<Transaction, T> work) {
    return store.read(work);
  }

  private Reply perform(Exchange exchange, Transaction tx, Change change, Intent intent) {
    return switch (change) {
      case Change.Refused(var reply) -> reply;
      case Change.Made(var entry, var effect, var reply) -> {
        switch (effect) {
          case WORLD -> WorldRevision.bump(tx);
          case SESSION -> {}
        }
        intent.entry = entry;
        journal.intended(exchange, entry);
        yield reply;
      }
    };
  }

  /// The entry that was sent to the trail while its change was still open.
  private static final class Intent {
    private @Nullable Entry entry;
    private boolean complete;
  }
}
