// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.anomaly;

import static java.util.Objects.requireNonNull;

import dev.atom.audit.EventKind;
import dev.atom.audit.chain.AuditEntry;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One thing that somebody who is known did or tried.
///
/// @param seq the entry it is taken from
/// @param identity the agent or the person
/// @param source the address it came from
/// @param resource method and path, with the ids taken out
public record Access(long seq, String identity, Instant at, String source, String resource) {
  private static final Set<EventKind> ACTS =
      EnumSet.of(
          EventKind.DECISION,
          EventKind.REFUSAL,
          EventKind.SCOPE_VIOLATION,
          EventKind.ADMIN_ACTION,
          EventKind.TRAIL_READ,
          EventKind.EXPORT);

  private static final int SEGMENT_MAX = 40;
  private static final int SEGMENTS_MAX = 12;

  public Access {
    requireNonNull(identity, "identity");
    requireNonNull(at, "at");
    requireNonNull(source, "source");
    requireNonNull(resource, "resource");
  }

  /// The kinds of entries that are acts, as they are stored.
  public static Set<String> kinds() {
    return ACTS.stream().map(EventKind::stored).collect(Collectors.toCollection(TreeSet::new));
  }

  /// What `entry` says somebody did; empty when it is no act, or nobody's.
  public static Optional<Access> of(AuditEntry entry) {
    var fact = entry.fact();
    if (!kinds().contains(fact.kind())) {
      return Optional.empty();
    }
    String actor = actor(fact.details());
    String identity = actor.isEmpty() ? fact.subject().agentId() : actor;
    if (identity.isEmpty() || fact.call().remote().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Access(
            entry.seq(),
            identity,
            entry.recordedAt(),
            fact.call().remote(),
            resource(fact.call().method(), fact.call().path())));
  }

  /// The member `actor`, an id. Quotes inside a text are escaped in JSON, so nobody can put such a
  /// member there by what they send.
  private static String actor(String details) {
    String name = "\"actor\":\"";
    int begin = details.indexOf(name);
    int end = begin < 0 ? -1 : details.indexOf('"', begin + name.length());
    return end < 0 ? "" : details.substring(begin + name.length(), end);
  }

  /// `POST /domain/{id}/agent/{id}/v1/chat/completions`: the same for every id.
  static String resource(String method, String path) {
    var out = new StringBuilder(method).append(' ');
    int segments = 0;
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()) {
        continue;
      }
      if (++segments > SEGMENTS_MAX) {
        out.append("/...");
        break;
      }
      out.append('/').append(general(segment));
    }
    return out.toString();
  }

  private static String general(String segment) {
    if (segment.length() > SEGMENT_MAX || segment.matches("[0-9a-fA-F-]{32,}")) {
      return "{id}";
    }
    return segment.chars().allMatch(Character::isDigit) ? "{n}" : segment;
  }
}
