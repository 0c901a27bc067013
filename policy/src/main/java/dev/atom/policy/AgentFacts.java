// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.rego.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the world knows of the agent that a call names: its domain and what it was provisioned
/// with. Made once per agent and world, since its policy form is built with it.
public final class AgentFacts {
  /// Of an agent that is not known: no domain, no tools, no skills.
  public static final AgentFacts UNKNOWN = new AgentFacts(null, null, List.of(), List.of());

  private final @Nullable String domainId;
  private final @Nullable String owner;
  private final List<String> tools;
  private final List<String> skills;
  private final Value value;

  /// @param domainId the domain it belongs to; null when the agent is not known
  /// @param owner the user who made it; null when nobody is known
  /// @param tools names of its tools
  /// @param skills names of its skills
  public AgentFacts(
      @Nullable String domainId, @Nullable String owner, List<String> tools, List<String> skills) {
    this.domainId = domainId;
    this.owner = owner;
    this.tools = List.copyOf(tools);
    this.skills = List.copyOf(skills);
    this.value = PolicyInputJson.agent(domainId, owner, this.tools, this.skills);
  }

  /// The domain it belongs to; null when the agent is not known.
  public @Nullable String domainId() {
    return domainId;
  }

  /// The user who made it; null when nobody is known.
  public @Nullable String owner() {
    return owner;
  }

  /// Names of its tools.
  public List<String> tools() {
    return tools;
  }

  /// Names of its skills.
  public List<String> skills() {
    return skills;
  }

  Value value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AgentFacts that
        && Objects.equals(domainId, that.domainId)
        && Objects.equals(owner, that.owner)
        && tools.equals(that.tools)
        && skills.equals(that.skills);
  }

  @Override
  public int hashCode() {
    return Objects.hash(domainId, owner, tools, skills);
  }

  @Override
  public String toString() {
    return value.toJson();
  }
}
