// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// One entry of the trail as a line of an archived batch tells it.
///
/// @param seq its number
/// @param object where it was read
/// @param json its columns
record ArchivedEntry(long seq, String object, JsonNode json) {
  private static final String GENESIS = "genesis";
  private static final String OPENS = "segment_open";
  private static final String CLOSES = "segment_close";

  /// @throws IllegalArgumentException when the line is no entry
  static ArchivedEntry of(String object, String line) {
    JsonNode value = JsonObjects.object(line).map(each -> each.path("value")).orElse(null);
    if (value == null || !value.isObject() || !value.path("id").isIntegralNumber()) {
      throw new IllegalArgumentException("a line is no entry of the trail");
    }
    return new ArchivedEntry(value.path("id").longValue(), object, value);
  }

  boolean opensSegment() {
    return text("kind").equals(OPENS);
  }

  long segment() {
    return json.path("segment").longValue();
  }

  String text(String column) {
    return json.path(column).asText();
  }

  /// What is wrong with it, standing after `before`; empty when nothing is.
  String flawAfter(ArchivedEntry before) {
    if (opensSegment() != before.text("kind").equals(CLOSES)) {
      return "a segment opens where none was closed, or goes on after its end";
    }
    if (segment() != before.segment() + (opensSegment() ? 1 : 0)) {
      return "the segment is wrong";
    }
    if (!text("prev_hash").equals(opensSegment() ? GENESIS : before.text("chain_hash"))) {
      return "it does not follow the entry before it";
    }
    return at().isBefore(before.at()) ? "the time goes back" : "";
  }

  /// What is wrong with it as the first entry there is.
  String flawAsFirst() {
    boolean begins = opensSegment() && text("prev_hash").equals(GENESIS);
    return seq == 1 && !begins ? "the first entry does not open the chain" : "";
  }

  private Instant at() {
    try {
      return OffsetDateTime.parse(text("recorded_at")).toInstant();
    } catch (DateTimeException _) {
      return Instant.MIN;
    }
  }
}
