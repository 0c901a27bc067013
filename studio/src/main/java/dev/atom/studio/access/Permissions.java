// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

import dev.atom.identity.Role;

/// The whole authorization of the control plane: one cell per action and role.
public final class Permissions {
  private Permissions() {}

  /// How far `action` reaches for `role`.
  public static Reach reach(Role role, Action action) {
    return switch (role) {
      case ADMIN -> Reach.ALL;
      case DEVELOPER -> developer(action);
    };
  }

  private static Reach developer(Action action) {
    return switch (action) {
      case SELF, DOMAIN_CREATE -> Reach.ALL;
      case DOMAIN_SEE,
          DOMAIN_DELETE,
          AGENT_CREATE,
          AGENT_SEE,
          AGENT_CHANGE,
          AGENT_SUSPEND,
          AGENT_DELETE,
          TOKEN_SEE,
          TOKEN_ISSUE,
          TOKEN_REVOKE,
          AUDIT_READ ->
          Reach.OWN;
      // SECURITY(T-20): approval, placement and lifting a suspension are not the builder's own call
      case AGENT_PLACE, AGENT_RESUME, USERS_MANAGE -> Reach.NONE;
    };
  }
}
