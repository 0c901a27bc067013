// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.store.AuditReader;
import dev.atom.studio.store.ControlStore;

/// The parts of this package, put together.
public record TrailRoom(AuditDesk entries, AnomalyDesk anomalies) {

  /// @param reads writes down who looked
  public static TrailRoom open(AuditReader reader, ControlStore store, TrailReads reads) {
    return new TrailRoom(new AuditDesk(reader, store, reads), new AnomalyDesk(reader, reads));
  }
}
