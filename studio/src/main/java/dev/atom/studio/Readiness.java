// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import dev.atom.audit.AuditTrail;
import dev.atom.base.AtomException;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.store.WorldRevision;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;

/// Whether studio can serve: its database answers and the audit trail takes entries.
final class Readiness {
  private final ControlStore store;
  private final AuditTrail trail;

  Readiness(ControlStore store, AuditTrail trail) {
    this.store = store;
    this.trail = trail;
  }

  Reply reply() {
    try {
      store.read(WorldRevision::current);
    } catch (AtomException _) {
      return Reply.refused(Problem.Code.NOT_READY, "database: PostgreSQL does not answer");
    }
    return trail.available()
        ? new Reply.Line("ready")
        : Reply.refused(Problem.Code.NOT_READY, "audit: the trail cannot be written");
  }
}
