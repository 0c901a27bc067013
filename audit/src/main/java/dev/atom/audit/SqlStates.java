// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What PostgreSQL's error codes mean for a writer.
final class SqlStates {
  private SqlStates() {}

  /// An event of the batch is in the chain already: look for it and go on.
  static boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState());
  }

  /// An event of the batch can never be stored: its values are refused, not the moment.
  static boolean isRefusedValue(SQLException e) {
    String state = e.getSQLState();
    return state != null && !isDuplicate(e) && hasClass(state, "22", "23", "54");
  }

  /// The statement failed, the connection did not.
  static boolean leavesConnectionUsable(SQLException e) {
    return hasClass(e.getSQLState(), "22", "23", "54", "55");
  }

  /// What to tell an operator whose process cannot begin.
  static String atStart(SQLException e) {
    String way =
        switch (e.getSQLState()) {
          case "42P01" -> ": run the migrations first, studio does so when it starts";
          case "42501" -> ": the audit role lacks a right, connect as atom_audit";
          case null, default -> "";
        };
    return "the audit trail cannot be opened: " + e.getMessage() + way;
  }

  private static boolean hasClass(@Nullable String state, String... classes) {
    if (state == null || state.length() != 5) {
      return false;
    }
    for (String each : classes) {
      if (state.startsWith(each)) {
        return true;
      }
    }
    return false;
  }
}
