// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.AlertRule;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Verification;
import dev.atom.storage.Database;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Verifies what was added to the chain since the last look, and that what was verified then is
/// still there.
///
/// It sees a change of new entries, and a chain that went back while this process ran. A change of
/// old entries is seen by a verification of the whole chain.
final class ChainProbe {
  private static final long FIRST_LOOK = 100_000;

  private final Database database;
  private final AuditReader reader;
  private final Supplier<KeyRing> keys;
  private @Nullable ChainHead verified;

  ChainProbe(Database database, AuditReader reader, Supplier<KeyRing> keys) {
    this.database = database;
    this.reader = reader;
    this.keys = keys;
  }

  /// What is wrong with the chain.
  Optional<Alert> look(Instant now) {
    var head = reader.head();
    var before = verified;
    if (head.seq() == 0) {
      return Optional.empty();
    }
    if (before != null && !stillThere(before)) {
      return fault(now, before.seq(), "the chain went back: entry " + before.seq() + " is another");
    }
    long from = before == null ? Math.max(1, head.seq() - FIRST_LOOK) : before.seq() + 1;
    if (from > head.seq()) {
      return Optional.empty();
    }
    return switch (ChainVerifier.verify(
        new PostgresEntrySource(database), keys.get(), from, head.seq())) {
      case Verification.Ok _ -> {
        verified = head;
        yield Optional.empty();
      }
      case Verification.Tampered(var flaw) -> fault(now, flaw);
      case Verification.Incomplete(var flaw) -> fault(now, flaw);
      case Verification.Unverifiable(var flaw) -> fault(now, flaw);
    };
  }

  private boolean stillThere(ChainHead head) {
    var entries = reader.page(AuditQuery.after(head.seq() - 1, 1));
    return !entries.isEmpty()
        && entries.getFirst().seq() == head.seq()
        && entries.getFirst().hashes().chainHash().equals(head.chainHash());
  }

  private static Optional<Alert> fault(Instant now, Verification.Flaw flaw) {
    return fault(now, flaw.seq(), "entry " + flaw.seq() + ": " + flaw.why());
  }

  private static Optional<Alert> fault(Instant now, long seq, String why) {
    String summary = "the audit chain does not verify: " + why;
    return Optional.of(
        Alert.of(AlertRule.CHAIN_FAULT, "audit chain", now, summary, seq, seq + " " + why));
  }
}
