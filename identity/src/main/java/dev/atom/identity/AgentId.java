// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.Optional;

/// The identifier of a agent: a UUID in lower case.
///
/// @param value the 36 characters
public record AgentId(String value) {
  public AgentId {
    CanonicalUuid.require(value, "agent id");
  }

  /// Reads the one written form.
  ///
  /// @throws IllegalArgumentException naming the text when it is anything else
  public static AgentId parse(String text) {
    return new AgentId(text);
  }

  /// Reads text that comes from outside; empty when it is not the one written form.
  public static Optional<AgentId> read(String text) {
    return CanonicalUuid.matches(text) ? Optional.of(new AgentId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
