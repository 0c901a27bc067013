// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

/// A moment in a writer's transaction, told by what goes over its connection.
enum CrashStep {
  /// At no particular moment.
  NONE(false, false, "\0 never"),
  /// The head is locked, the writer does not know yet.
  LOCKED(false, true, "SELECT 1"),
  /// The writer is about to send entries.
  ROWS_BEGUN(true, true, "COPY audit_log_chain"),
  /// The entries are sent, the server has not answered.
  ROWS_SENT(true, false, "PGCOPY"),
  /// The entries are stored, not committed.
  ROWS_STORED(false, true, "COPY "),
  /// The commit is asked for; whether it happens is open.
  COMMIT_SENT(true, false, "chain_head SET"),
  /// Committed, and the writer does not know.
  COMMITTED(false, true, "COMMIT"),
  /// Committed, and the writer is answering.
  ANSWERING(false, false, "COMMIT");

  /// After so many the driver no longer sends the text of a statement, but its name.
  static final int PASSES_MAX = 3;

  private final boolean request;
  private final boolean early;
  private final String text;

  CrashStep(boolean request, boolean early, String text) {
    this.request = request;
    this.early = early;
    this.text = text;
  }

  /// Whether this is the moment.
  ///
  /// @param requests whether `chunk` goes to the server
  /// @param notPassed whether it has not been passed on yet
  boolean is(String chunk, boolean requests, boolean notPassed) {
    return requests == request && notPassed == early && chunk.contains(text);
  }
}
