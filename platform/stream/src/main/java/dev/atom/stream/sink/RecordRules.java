// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What never leaves with a record, whatever the record was given.
final class RecordRules {
  static final String REDACTED = "[REDACTED]";

  /// A key that holds one of these, however it is written, is dropped with its value.
  private static final List<String> KEYS =
      List.of("authorization", "token", "apikey", "signature", "secret", "email", "clientip");

  /// A value that holds one of these is replaced. The last are an address that says nothing and the
  /// beginning of every JSON web token.
  private static final List<String> VALUES =
      List.of("bearer ", "x-api-key", "@", "127.0.0.1", "eyj");

  private static final Set<String> EXTRAS =
      Set.of(
          "seq",
          "segment",
          "chain_hash",
          "kind",
          "decision_id",
          "domain_id",
          "agent_id",
          "listener",
          "method",
          "path",
          "ruling",
          "reason",
          "status_code",
          "latency_us");

  private RecordRules() {}

  /// Whether an extra of this name is written.
  static boolean isWritten(String name) {
    // SECURITY(T-13): a key that names a credential is dropped even when somebody lists it
    return EXTRAS.contains(name) && !isForbiddenKey(name);
  }

  static boolean isForbiddenKey(String name) {
    var bare = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c != '_' && c != '-' && c != ' ' && c != '.') {
        bare.append(c);
      }
    }
    return KEYS.stream().anyMatch(bare.toString()::contains);
  }

  /// The value, or what stands for one that must not be told.
  static String clean(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return VALUES.stream().anyMatch(lower::contains) ? REDACTED : value;
  }
}
