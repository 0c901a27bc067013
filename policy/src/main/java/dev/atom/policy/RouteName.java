// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import java.util.Optional;

/// Which upstream a call is for.
public enum RouteName {
  /// A model, through the provider gateway.
  LLM("llm"),
  /// Human decisions.
  HITL("hitl"),
  /// An agent's memory.
  MEMORY("memory"),
  /// The agent's own service.
  AGENT("agent"),
  /// A tool.
  TOOLS("tools");

  private final String written;

  RouteName(String written) {
    this.written = written;
  }

  /// The name in the policy input.
  public String written() {
    return written;
  }

  /// Reads the written name; empty when it is none of them.
  public static Optional<RouteName> read(String written) {
    for (RouteName name : values()) {
      if (name.written.equals(written)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
