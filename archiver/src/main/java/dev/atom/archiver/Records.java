// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.audit.AuditEvent;
import dev.atom.audit.AuditEvent.Call;
import dev.atom.audit.AuditEvent.Subject;
import dev.atom.audit.AuditEvent.Verdict;
import dev.atom.audit.AuditReceipt;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.EventKind;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what the archiver did to the audit trail.
public final class Records {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);
  private static final String LISTENER = "archiver";

  private final AuditTrail trail;
  private final RandomGenerator random;

  public Records(AuditTrail trail, RandomGenerator random) {
    this.trail = trail;
    this.random = random;
  }

  /// A record that nobody waits for; one that the trail does not take is an error in the log.
  public void tell(EventKind kind, String details) {
    var _ =
        append(kind, details)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.atError()
                    .addKeyValue("event", "audit_failed")
                    .addKeyValue("kind", kind.stored())
                    .setCause(failure)
                    .log("an event is not in the audit trail");
              }
            });
  }

  /// A record that the caller waits for.
  ///
  /// @param details a JSON object
  public CompletableFuture<AuditReceipt> append(EventKind kind, String details) {
    return trail.append(
        new AuditEvent(
            id(),
            kind,
            "",
            Subject.NONE,
            new Call(LISTENER, "", "", ""),
            Verdict.NONE,
            details,
            ""));
  }

  private UUID id() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
