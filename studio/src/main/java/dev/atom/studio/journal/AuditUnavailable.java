// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import java.io.Serial;

/// Undoes a transaction whose entry could not be written; does not leave this package.
final class AuditUnavailable extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  AuditUnavailable(Throwable cause) {
    super("the audit trail did not take the entry: " + cause.getMessage(), cause);
  }
}
