// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.archiver.Records;
import dev.atom.audit.EventKind;

/// Writes to the trail who confirms it and who does not.
final class RecordedAttendance implements Attendance {
  private final Records records;

  RecordedAttendance(Records records) {
    this.records = records;
  }

  @Override
  public void absent(String witness, String why) {
    records.tell(EventKind.WITNESS_ABSENT, about(witness).put("why", why).toString());
  }

  @Override
  public void returned(String witness) {
    records.tell(EventKind.WITNESS_RETURNED, about(witness).toString());
  }

  private static ObjectNode about(String witness) {
    return JsonNodeFactory.instance.objectNode().put("witness", witness);
  }
}
