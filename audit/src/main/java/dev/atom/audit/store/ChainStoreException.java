// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import java.io.Serial;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Why a transaction on the chain failed, as far as a writer must tell cases apart.
public final class ChainStoreException extends Exception {
  @Serial private static final long serialVersionUID = 1L;
  private static final String EVENT_ONCE = "audit_log_chain_event_once";

  /// What it means for the writer.
  public enum Kind {
    /// An event of the batch is in the chain already: look for it and go on.
    DUPLICATE_EVENT,
    /// An event of the batch can never be stored: its values are refused, not the moment.
    REFUSED_VALUE,
    /// There is an entry where the head says that the next one goes: somebody else wrote it.
    HEAD_DISAGREES,
    /// The database cannot be reached, is too slow, or cannot do it now.
    UNAVAILABLE
  }

  private final Kind kind;

  private ChainStoreException(Kind kind, String message, SQLException cause) {
    super(message, cause);
    this.kind = kind;
  }

  static ChainStoreException of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String way =
        switch (state) {
          case "42P01" -> ": run the migrations first, studio does so when it starts";
          case "42501" -> ": connect as atom_audit, which may append";
          default -> "";
        };
    return new ChainStoreException(kind(e, state), e.getMessage() + " (" + state + ")" + way, e);
  }

  private static Kind kind(SQLException e, String state) {
    if (state.equals("23505")) {
      return EVENT_ONCE.equals(constraint(e)) ? Kind.DUPLICATE_EVENT : Kind.HEAD_DISAGREES;
    }
    if (state.equals("23000")) {
      return Kind.HEAD_DISAGREES; // raised where the head would go over entries that are not linked
    }
    boolean value = state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    return value ? Kind.REFUSED_VALUE : Kind.UNAVAILABLE;
  }

  private static @Nullable String constraint(SQLException e) {
    if (e instanceof PSQLException driver) {
      var said = driver.getServerErrorMessage();
      return said == null ? null : said.getConstraint();
    }
    return null;
  }

  /// What it means for the writer.
  public Kind kind() {
    return kind;
  }
}
