// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.studio.wire.Spelled;
import java.util.List;
import java.util.Optional;

/// What may be set about an agent.
///
/// @param allowedModels exact names, or the single element `*`
/// @param clusterServiceName where its calls are sent once it is deployed
/// @param hitl what happens while a person is asked
public record AgentSettings(
    String name,
    String description,
    Optional<String> clusterServiceName,
    List<String> allowedModels,
    int rpmLimit,
    int tpmLimit,
    Hitl hitl,
    List<String> tools,
    List<String> skills) {

  public AgentSettings {
    allowedModels = List.copyOf(allowedModels);
    tools = List.copyOf(tools);
    skills = List.copyOf(skills);
  }

  /// How long a person is waited for, and what happens then.
  public record Hitl(int timeoutSeconds, Fallback fallback) {}

  /// What an agent does when no person answered in time.
  public enum Fallback implements Spelled {
    ABORT,
    CONTINUE,
    ESCALATE;

    @Override
    public String written() {
      return name();
    }
  }
}
