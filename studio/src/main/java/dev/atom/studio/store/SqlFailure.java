// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.io.Serial;
import java.sql.SQLException;

/// Carries an [SQLException] out of a work that may not declare it; [ControlStore] unwraps it.
final class SqlFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final SQLException failure;

  SqlFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  SQLException failure() {
    return failure;
  }
}
