// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// Who a verified token speaks for.
public sealed interface Principal {
  /// The token's subject claim: `agent-<id>` or a user id.
  String subject();

  /// The token's type claim: `agent` or `human`.
  String type();

  /// An agent of one domain.
  ///
  /// @param id the agent
  /// @param domain the domain it belongs to
  record Agent(AgentId id, DomainId domain) implements Principal {
    /// What a subject of an agent begins with.
    public static final String SUBJECT_PREFIX = "agent-";

    @Override
    public String subject() {
      return SUBJECT_PREFIX + id.value();
    }

    @Override
    public String type() {
      return "agent";
    }
  }

  /// A person.
  ///
  /// @param id the user
  /// @param role what the user may do
  record Human(UserId id, Role role) implements Principal {
    @Override
    public String subject() {
      return id.value();
    }

    @Override
    public String type() {
      return "human";
    }
  }
}
