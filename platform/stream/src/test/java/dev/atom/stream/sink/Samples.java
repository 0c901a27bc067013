// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import java.util.List;
import java.util.Optional;

/// Records for the tests of this room.
final class Samples {
  private Samples() {}

  static AuditRecord plain(int number) {
    return new AuditRecord(
        "0b5e-" + number,
        "query_executed",
        1_790_000_000L + number,
        new AuditRecord.Action("POST", "route", "/v1/chat/completions"),
        Optional.of("agent-" + number),
        List.of(
            new AuditRecord.Extra.Count("seq", number + 1L),
            new AuditRecord.Extra.Text("ruling", "allow"),
            new AuditRecord.Extra.Text("chain_hash", "ab".repeat(32))));
  }

  /// With something forbidden in every place that takes a text.
  static AuditRecord dirty() {
    return new AuditRecord(
        "0b5e-1",
        "admin_action",
        1_790_000_000L,
        new AuditRecord.Action(
            "call with bEaReR abc", "X-Api-Key: k", "http://127.0.0.1/who@example.org"),
        Optional.of("someone@example.org"),
        List.of(
            new AuditRecord.Extra.Text("path", "/x/eyJhbGciOiJSUzI1NiJ9.e30.c2ln"),
            new AuditRecord.Extra.Text("reason", "mail to a@b.c\nsecond line"),
            new AuditRecord.Extra.Text("Authorization", "plain"),
            new AuditRecord.Extra.Text("caller_token_hash", "plain"),
            new AuditRecord.Extra.Text("x-API-Key", "plain"),
            new AuditRecord.Extra.Text("api key", "plain"),
            new AuditRecord.Extra.Text("Signature", "plain"),
            new AuditRecord.Extra.Text("client_secret", "plain"),
            new AuditRecord.Extra.Text("e-mail", "plain"),
            new AuditRecord.Extra.Text("client_ip", "plain"),
            new AuditRecord.Extra.Text("notes", "plain")));
  }
}
