// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

/// What a call may want to do. Every route that is not open needs exactly one of these.
public enum Action {
  /// See oneself, change one's own password, log out.
  SELF,
  /// List, invite and deactivate users, change their roles.
  USERS_MANAGE,
  DOMAIN_CREATE,
  DOMAIN_SEE,
  DOMAIN_DELETE,
  AGENT_CREATE,
  AGENT_SEE,
  AGENT_CHANGE,
  /// Say that an agent is deployed, and where its calls are sent.
  AGENT_PLACE,
  AGENT_SUSPEND,
  /// Lift a suspension, whoever laid it.
  AGENT_RESUME,
  AGENT_DELETE,
  TOKEN_SEE,
  TOKEN_ISSUE,
  TOKEN_REVOKE,
  AUDIT_READ
}
