// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.ChainKey;
import java.util.List;
import java.util.stream.Stream;

/// What somebody who owns the database could do to a chain of [#ENTRIES] entries, and what every
/// verifier must say.
final class Tamperings {
  /// Entries of the chain before.
  static final int ENTRIES = 21;

  private static final String OTHER_KEY_ID = ChainKey.of(Trails.OTHER_SECRET).id();
  private static final String HASH = "'" + "ab".repeat(32) + "'";

  /// All of them.
  static final List<Case> CASES =
      Stream.of(columns(), firstAndLast(), rows(), payloads(), heads())
          .flatMap(List::stream)
          .toList();

  private Tamperings() {}

  private static List<Case> columns() {
    return Stream.of(
            "format = 1",
            "segment = 2",
            "key_id = '" + OTHER_KEY_ID + "'",
            "key_id = 'not a key'",
            "event_id = '00000000-0000-0000-0000-000000000000'",
            "recorded_at = recorded_at + interval '1 microsecond'",
            "recorded_at = recorded_at - interval '1 day'",
            "recorded_at = 'infinity'",
            "kind = 'outcome'",
            "kind = 'segment_open'",
            "decision_id = decision_id || ' '",
            "domain_id = ''",
            "agent_id = 'agent-2'",
            "token_type = 'human'",
            "caller_token_hash = " + HASH.replace("ab", "ac"),
            "listener = 'studio'",
            "remote = '127.0.0.2:4711'",
            "method = 'GET'",
            "path = '/v1/Chat/completions'",
            "ruling = 'allow'",
            "reason = ''",
            "status_code = 200",
            "latency_us = 0",
            "latency_us = -latency_us",
            "details = '{}'",
            "reason = NULL",
            "method = method || path, path = ''",
            "payload_hash = " + HASH,
            "payload_hash = repeat('0', 64)",
            "prev_hash = " + HASH,
            "prev_hash = 'genesis'",
            "chain_hash = " + HASH,
            "chain_hash = upper(chain_hash)",
            "chain_hash = ''")
        .map(Case::column)
        .toList();
  }

  private static List<Case> firstAndLast() {
    return List.of(
        Case.tampered(1, "UPDATE audit_log_chain SET segment = 2 WHERE id = 1"),
        Case.tampered(1, "UPDATE audit_log_chain SET kind = 'decision' WHERE id = 1"),
        Case.tampered(1, "UPDATE audit_log_chain SET details = '' WHERE id = 1"),
        Case.tampered(1, "UPDATE audit_log_chain SET key_id = '" + OTHER_KEY_ID + "' WHERE id = 1"),
        Case.tampered(
            ENTRIES, "UPDATE audit_log_chain SET ruling = 'allow' WHERE id = " + ENTRIES));
  }

  private static List<Case> rows() {
    return List.of(
        Case.tampered(1, "DELETE FROM audit_log_chain WHERE id = 1"),
        Case.tampered(10, "DELETE FROM audit_log_chain WHERE id = 10"),
        Case.tampered(10, "DELETE FROM audit_log_chain WHERE id BETWEEN 10 AND 14"),
        new Case("DELETE FROM audit_log_chain WHERE id > 15", "INCOMPLETE", 15),
        new Case("DELETE FROM audit_log_chain", "INCOMPLETE", 0),
        Case.tampered(10, swap(10, 11)),
        Case.tampered(5, swap(5, 15)),
        Case.tampered(10, insertBefore(10, 4)),
        Case.tampered(ENTRIES + 1, copy(ENTRIES, ENTRIES + 1)),
        Case.tampered(
            10,
            "DELETE FROM audit_log_chain WHERE id = 10;"
                + " UPDATE audit_log_chain SET id = id - 1 WHERE id > 10"),
        Case.tampered(
            10,
            "UPDATE audit_log_chain a SET prev_hash = b.chain_hash FROM audit_log_chain b"
                + " WHERE a.id = 10 AND b.id = 8"));
  }

  private static List<Case> payloads() {
    return List.of(
        Case.tampered(10, "UPDATE audit_payloads SET payload = payload || ' ' WHERE id = 10"),
        Case.tampered(10, "UPDATE audit_payloads SET nonce = sha256('x') WHERE id = 10"),
        Case.tampered(10, "UPDATE audit_payloads SET nonce = 'x' WHERE id = 10"),
        Case.tampered(1, "INSERT INTO audit_payloads VALUES (1, sha256('x'), '')"));
  }

  private static List<Case> heads() {
    return List.of(
        new Case("UPDATE chain_head SET seq = seq + 1", "INCOMPLETE", ENTRIES),
        Case.tampered(ENTRIES, "UPDATE chain_head SET seq = seq - 1"),
        Case.tampered(ENTRIES, "UPDATE chain_head SET chain_hash = " + HASH),
        Case.tampered(ENTRIES, "UPDATE chain_head SET segment = 2"),
        Case.tampered(ENTRIES, "UPDATE chain_head SET segment_first = 2"),
        Case.tampered(ENTRIES, "UPDATE chain_head SET key_id = '" + OTHER_KEY_ID + "'"),
        Case.tampered(
            ENTRIES, "UPDATE chain_head SET recorded_at = recorded_at + interval '1 microsecond'"),
        new Case("DELETE FROM chain_head", "INCOMPLETE", ENTRIES));
  }

  private static String swap(long one, long other) {
    return "UPDATE audit_log_chain SET id = -1 WHERE id = %d; UPDATE audit_log_chain SET id = %d WHERE id = %d; UPDATE audit_log_chain SET id = %d WHERE id = -1"
        .formatted(one, one, other, other);
  }

  private static String insertBefore(long at, long like) {
    return "UPDATE audit_log_chain SET id = id + 1000 WHERE id >= %d; UPDATE audit_log_chain SET id = id - 999 WHERE id >= 1000; %s"
        .formatted(at, copy(like, at));
  }

  private static String copy(long from, long to) {
    return "CREATE TEMP TABLE copied AS SELECT * FROM audit_log_chain WHERE id = %d; UPDATE copied SET id = %d; INSERT INTO audit_log_chain SELECT * FROM copied; DROP TABLE copied"
        .formatted(from, to);
  }

  /// What is done, the verdict, and the entry that it names.
  record Case(String sql, String verdict, long seq) {
    static Case tampered(long seq, String sql) {
      return new Case(sql, "TAMPERED", seq);
    }

    static Case column(String assignment) {
      return tampered(10, "UPDATE audit_log_chain SET " + assignment + " WHERE id = 10");
    }

    @Override
    public String toString() {
      return sql;
    }
  }
}
