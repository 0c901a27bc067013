// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.stream.Slot;
import dev.atom.stream.StreamEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// Successive entries of one slot and one hour, on their way into one object of the archive.
///
/// The object's name is made of what is in it and nothing else: written again after a crash, the
/// same entries are the same object. Each line holds one entry:
///
/// `{"partition":0,"offset":7,"timestamp":1790000000000,"key":"agent-1","value":{...}}`
///
/// where the value stands byte for byte as it was read, or as `value_base64` when it is not one
/// JSON object on one line.
final class Batch {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);

  private final Slot slot;
  private final long first;
  private final Instant hour;
  private final Instant openedAt;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private long next;
  private int count;

  /// A batch that begins with `entry`.
  ///
  /// @param openedAt the time now
  Batch(StreamEntry entry, Instant openedAt) {
    this.slot = entry.slot();
    this.first = entry.offset();
    this.hour = entry.at().truncatedTo(ChronoUnit.HOURS);
    this.openedAt = openedAt;
    add(entry);
  }

  /// Whether `entry` belongs into this batch: the same hour.
  boolean admits(StreamEntry entry) {
    return entry.at().truncatedTo(ChronoUnit.HOURS).equals(hour);
  }

  void add(StreamEntry entry) {
    var head = JsonNodeFactory.instance.objectNode();
    head.put("partition", slot.partition());
    head.put("offset", entry.offset());
    head.put("timestamp", entry.at().toEpochMilli());
    head.put("key", entry.key());
    byte[] value = entry.value().toArray();
    if (JsonObjects.isOneLine(value)) {
      String open = head.toString();
      lines.writeBytes(open.substring(0, open.length() - 1).getBytes(StandardCharsets.UTF_8));
      lines.writeBytes(",\"value\":".getBytes(StandardCharsets.UTF_8));
      lines.writeBytes(value);
      lines.write('}');
    } else {
      head.put("value_base64", Base64.getEncoder().encodeToString(value));
      lines.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    }
    lines.write('\n');
    next = entry.offset() + 1;
    count++;
  }

  Slot slot() {
    return slot;
  }

  int count() {
    return count;
  }

  Instant openedAt() {
    return openedAt;
  }

  /// The offset after the last entry.
  long next() {
    return next;
  }

  byte[] lines() {
    return lines.toByteArray();
  }

  /// The name of the object.
  ///
  /// @param incarnation of the topic, see [dev.atom.stream.StreamReader#incarnation]
  String key(String incarnation, String suffix) {
    return slot.topic()
        + "/"
        + HOUR.format(hour)
        + "/batch-"
        + incarnation
        + "-"
        + slot.partition()
        + "-"
        + first
        + "-"
        + (next - 1)
        + suffix;
  }
}
