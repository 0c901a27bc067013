// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.archiver.Records;
import dev.atom.audit.EventKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes outages to the log and to the trail itself.
final class RecordedOutages implements Outages {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedOutages.class);

  private final Records records;

  RecordedOutages(Records records) {
    this.records = records;
  }

  @Override
  public void begun(String name, String why) {
    LOG.atError()
        .addKeyValue("event", "audit_copy_failed")
        .addKeyValue("copy", name)
        .addKeyValue("why", why)
        .log("a copy of the audit trail stands still; nothing is lost, it waits");
    record(EventKind.COPY_FAILED, name, why);
  }

  @Override
  public void ended(String name) {
    LOG.atInfo()
        .addKeyValue("event", "audit_copy_resumed")
        .addKeyValue("copy", name)
        .log("a copy of the audit trail goes on");
    record(EventKind.COPY_RESUMED, name, "");
  }

  private void record(EventKind kind, String name, String why) {
    var details = JsonNodeFactory.instance.objectNode().put("copy", name).put("why", why);
    var _ =
        records
            .append(kind, details.toString())
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
}
