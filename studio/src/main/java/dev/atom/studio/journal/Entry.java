// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.studio.access.Caller;
import dev.atom.studio.store.Agents;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What is written down about a change: who did what to what, and what is different now. Never a
/// password, a token or a key.
///
/// @param action a stable name such as `agent.suspend`
/// @param actor the user id, or `studio` for what the process does by itself
/// @param target what was changed, such as `user:<id>`
/// @param domainId the domain it concerns, empty for none
/// @param agentId the agent it concerns, empty for none
/// @param changed fields and their new values
/// @param before digest of what was changed as it was, empty when it was not there
/// @param after digest of it as it is now, empty when it is gone; both empty for what is no setting
public record Entry(
    String action,
    String actor,
    String target,
    String domainId,
    String agentId,
    Map<String, Object> changed,
    String before,
    String after) {

  public Entry {
    changed = java.util.Collections.unmodifiableMap(new TreeMap<>(changed));
  }

  /// A change of a user or of a session.
  public static Entry user(String action, UUID actor, UUID user, Map<String, Object> changed) {
    return new Entry(action, actor.toString(), "user:" + user, "", "", changed, "", "");
  }

  /// A change of a domain.
  public static Entry domain(
      String action, Caller actor, UUID domain, Map<String, Object> changed) {
    return new Entry(
        action,
        actor.userId().toString(),
        "domain:" + domain,
        domain.toString(),
        "",
        changed,
        "",
        "");
  }

  /// A change of an agent or of its tokens.
  public static Entry agent(
      String action, Caller actor, Agents.Agent agent, Map<String, Object> changed) {
    return new Entry(
        action,
        actor.userId().toString(),
        "agent:" + agent.id(),
        agent.domainId().toString(),
        agent.id().toString(),
        changed,
        "",
        "");
  }

  /// The same with what the object was and what it is, as [StateDigest]s.
  public Entry between(String was, String is) {
    return new Entry(action, actor, target, domainId, agentId, changed, was, is);
  }
}
