// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a sink gets to know of one entry of the trail: enough to find it, nothing that identifies a
/// person or opens anything. [RecordRules] holds what is left out.
///
/// @param eventId of the entry; `audit_` is put before it
/// @param eventName what happened
/// @param unixSeconds when
/// @param action what was done, to what
/// @param principal who did it, when that is known
/// @param extras more, of which only listed names are written
public record AuditRecord(
    String eventId,
    String eventName,
    long unixSeconds,
    Action action,
    Optional<String> principal,
    List<Extra> extras) {
  /// How the time is to be read.
  public static final String TIMESTAMP_POLICY = "runtime-unix-seconds";

  private static final String ID_PREFIX = "audit_";

  /// What was done.
  ///
  /// @param name the deed
  /// @param resourceKind the kind of thing it was done to
  /// @param resourceId which one
  public record Action(String name, String resourceKind, String resourceId) {
    public Action {
      requireNonNull(resourceId, "resourceId");
      if (name.isEmpty() || resourceKind.isEmpty()) {
        throw new IllegalArgumentException("a record names an action and a kind of resource");
      }
    }
  }

  /// One more thing to know.
  public sealed interface Extra {
    /// Its key.
    String name();

    /// In words.
    record Text(String name, String value) implements Extra {}

    /// As a number.
    record Count(String name, long value) implements Extra {}
  }

  public AuditRecord {
    requireNonNull(action, "action");
    requireNonNull(principal, "principal");
    extras = List.copyOf(extras);
    if (eventId.isEmpty() || eventName.isEmpty() || unixSeconds < 0) {
      throw new IllegalArgumentException("a record has an id, a name and a time since 1970");
    }
  }

  /// The record as `sink` writes it.
  public ObjectNode json(SinkKind sink) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("event_id", RecordRules.clean(ID_PREFIX + eventId));
    json.put("event_name", RecordRules.clean(eventName));
    json.put("timestamp_policy", TIMESTAMP_POLICY);
    json.put("timestamp_unix_s", unixSeconds);
    json.put("sink", sink.stored());
    json.put("action", RecordRules.clean(action.name()));
    json.put("resource_kind", RecordRules.clean(action.resourceKind()));
    json.put("resource_id", RecordRules.clean(action.resourceId()));
    principal.ifPresent(who -> json.put("principal", RecordRules.clean(who)));
    for (Extra extra : extras) {
      if (RecordRules.isWritten(extra.name())) {
        switch (extra) {
          case Extra.Text(var name, var value) -> json.put(name, RecordRules.clean(value));
          case Extra.Count(var name, var value) -> json.put(name, value);
        }
      }
    }
    return json;
  }

  /// The record as one line of UTF-8, its end included.
  byte[] line(SinkKind sink) {
    return (json(sink) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
