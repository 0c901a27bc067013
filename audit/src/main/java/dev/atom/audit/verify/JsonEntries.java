// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.EntryEncoding;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns the members of an export's objects into values.
///
/// Every method throws IllegalArgumentException naming the member that is missing or of the wrong
/// kind.
final class JsonEntries {
  /// The 24 columns, nonce and payload.
  private static final int MEMBERS = 26;

  private JsonEntries() {}

  /// The members as a row of binary COPY.
  static byte[] row(Map<String, @Nullable Object> m) {
    if (m.size() != MEMBERS) {
      throw new IllegalArgumentException("it has " + m.size() + " members, not " + MEMBERS);
    }
    var position =
        new Position(
            number(m, "id"),
            Math.toIntExact(number(m, "format")),
            number(m, "segment"),
            text(m, "key_id"),
            micros(m, "recorded_at"));
    var sink = new ByteSink(1024);
    sink.rawShort(MEMBERS);
    EntryEncoding.write(sink, position, fact(m), text(m, "payload_hash"), text(m, "prev_hash"));
    sink.text(text(m, "chain_hash"));
    payload(sink, m);
    return Arrays.copyOf(sink.array(), sink.size());
  }

  private static void payload(ByteSink sink, Map<String, @Nullable Object> m) {
    if (m.get("nonce") == null && m.get("payload") == null) {
      sink.absent();
      sink.absent();
    } else {
      sink.binary(HexFormat.of().parseHex(text(m, "nonce")));
      sink.text(text(m, "payload"));
    }
  }

  private static Fact fact(Map<String, @Nullable Object> m) {
    return new Fact(
        uuid(m, "event_id"),
        text(m, "kind"),
        text(m, "decision_id"),
        new Subject(
            text(m, "domain_id"),
            text(m, "agent_id"),
            text(m, "token_type"),
            text(m, "caller_token_hash")),
        new Call(text(m, "listener"), text(m, "remote"), text(m, "method"), text(m, "path")),
        new Verdict(
            text(m, "ruling"),
            text(m, "reason"),
            Math.toIntExact(number(m, "status_code")),
            number(m, "latency_us")),
        text(m, "details"));
  }

  static ChainHead head(Map<String, @Nullable Object> line) {
    if (line.size() != 1 || !(line.get("chain_head") instanceof Map<?, ?> members)) {
      throw new IllegalArgumentException("chain_head is not the only object of its line");
    }
    return new ChainHead(
        number(members, "segment"),
        number(members, "segment_first"),
        number(members, "seq"),
        text(members, "chain_hash"),
        text(members, "key_id"),
        micros(members, "recorded_at"));
  }

  private static String text(Map<?, ?> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is no text");
  }

  private static long number(Map<?, ?> members, String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException(name + " is no whole number");
  }

  private static UUID uuid(Map<?, ?> members, String name) {
    String text = text(members, name);
    var uuid = UUID.fromString(text);
    if (!uuid.toString().equals(text)) {
      throw new IllegalArgumentException(name + " is no UUID in lower case");
    }
    return uuid;
  }

  private static long micros(Map<?, ?> members, String name) {
    try {
      var time = OffsetDateTime.parse(text(members, name));
      if (time.getNano() % 1000 != 0) {
        throw new IllegalArgumentException(name + " is finer than a microsecond");
      }
      long seconds = Math.multiplyExact(time.toEpochSecond(), 1_000_000L);
      return Math.addExact(seconds, time.getNano() / 1000);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(name + " is no time", e);
    }
  }
}
