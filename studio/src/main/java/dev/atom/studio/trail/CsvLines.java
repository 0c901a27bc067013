// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import java.util.ArrayList;
import java.util.List;

/// Entries as CSV (RFC 4180, UTF-8, CRLF), safe to open in a spreadsheet.
///
/// SECURITY(T-33): part of an entry was written by whoever was refused. A text that a spreadsheet
/// would take for a formula gets an apostrophe in front.
final class CsvLines {
  private static final String FORMULA_STARTS = "=+-@\t\r\n|%＝＋－＠";

  private static final List<String> HEAD =
      List.of(
          "id",
          "segment",
          "recorded_at",
          "kind",
          "ruling",
          "reason",
          "status_code",
          "latency_us",
          "decision_id",
          "domain_id",
          "agent_id",
          "token_type",
          "caller_token_hash",
          "listener",
          "remote",
          "method",
          "path",
          "details",
          "event_id",
          "payload_hash",
          "prev_hash",
          "chain_hash");

  private CsvLines() {}

  static String head() {
    return String.join(",", HEAD) + "\r\n";
  }

  static String line(EntryView entry) {
    List<String> cells = new ArrayList<>(HEAD.size());
    cells.add(Long.toString(entry.id()));
    cells.add(Long.toString(entry.segment()));
    cells.add(entry.recordedAt().toString());
    cells.add(text(entry.kind()));
    cells.add(text(entry.ruling()));
    cells.add(text(entry.reason()));
    cells.add(entry.statusCode() > 0 ? Integer.toString(entry.statusCode()) : "");
    cells.add(entry.latencyUs() >= 0 ? Long.toString(entry.latencyUs()) : "");
    for (String text :
        List.of(
            entry.decisionId(),
            entry.domainId(),
            entry.agentId(),
            entry.tokenType(),
            entry.callerTokenHash(),
            entry.listener(),
            entry.remote(),
            entry.method(),
            entry.path(),
            entry.details(),
            entry.eventId().toString(),
            entry.payloadHash(),
            entry.prevHash(),
            entry.chainHash())) {
      cells.add(text(text));
    }
    return String.join(",", cells) + "\r\n";
  }

  static String text(String text) {
    if (text.isEmpty()) {
      return "";
    }
    boolean formula = FORMULA_STARTS.indexOf(text.stripLeading().isEmpty() ? 0 : first(text)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }

  /// The first character that a spreadsheet looks at: some skip spaces.
  private static char first(String text) {
    char c = text.charAt(0);
    return c == ' ' ? text.stripLeading().charAt(0) : c;
  }
}
