// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import java.util.List;
import java.util.stream.Stream;

/// The topics there are.
public enum Topic {
  /// Every entry of the trail, by agent.
  AUDIT("atom.audit"),
  /// What model calls used, by agent.
  LLM("atom.llm"),
  /// What happened to the calls of agents, by agent. Agents may print here, too.
  AGENT_LOGS("atom.agent.logs"),
  /// What was done to agents, by agent.
  DEPLOYMENTS("atom.deployments");

  private final String wire;

  Topic(String wire) {
    this.wire = wire;
  }

  /// Its name on the broker.
  public String wire() {
    return wire;
  }

  /// The names of all.
  public static List<String> all() {
    return Stream.of(values()).map(Topic::wire).toList();
  }
}
