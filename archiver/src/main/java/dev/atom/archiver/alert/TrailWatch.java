// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import dev.atom.audit.alert.Watch;
import dev.atom.audit.store.AuditReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Shows the [Watch] what is new in the trail, once each, and after a start what it must remember.
final class TrailWatch {
  private static final long REMEMBERED_MAX = 1_000_000;

  private final AuditReader reader;
  private final Watch watch;
  private boolean warm;

  TrailWatch(AuditReader reader, Watch watch) {
    this.reader = reader;
    this.watch = watch;
  }

  /// What was found after the entry `cursor`.
  ///
  /// @param upTo the entry up to which was looked
  record Found(List<Alert> alerts, long upTo) {}

  Found look(long cursor, Instant now) {
    if (!warm) {
      Duration memory = watch.memory();
      reader.each(
          now.minus(memory),
          Watch.kinds(),
          REMEMBERED_MAX,
          entry -> {
            if (entry.seq() <= cursor) {
              var _ = watch.observe(entry);
            }
          });
      warm = true;
    }
    List<Alert> alerts = new ArrayList<>();
    long head = reader.head().seq();
    long[] last = {Math.max(cursor, head)};
    reader.each(
        cursor,
        Watch.kinds(),
        entry -> {
          watch.observe(entry).ifPresent(alerts::add);
          last[0] = Math.max(last[0], entry.seq());
        });
    return new Found(alerts, last[0]);
  }
}
