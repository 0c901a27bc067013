// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.util.Locale;
import java.util.Set;

/// Where an agent stands in its life.
public enum AgentStatus {
  DRAFT,
  PENDING_APPROVAL,
  DEPLOYED,
  SUSPENDED,
  DELETED;

  /// The name in the database and on the wire.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AgentStatus read(String written) {
    return valueOf(written.toUpperCase(Locale.ROOT));
  }

  /// What a plain change of the status may lead to. Suspending, resuming and deleting are actions
  /// of their own, because they void tokens.
  public Set<AgentStatus> next() {
    return switch (this) {
      case DRAFT -> Set.of(PENDING_APPROVAL, DEPLOYED);
      case PENDING_APPROVAL -> Set.of(DRAFT, DEPLOYED);
      case DEPLOYED -> Set.of(DRAFT, PENDING_APPROVAL);
      case SUSPENDED, DELETED -> Set.of();
    };
  }
}
