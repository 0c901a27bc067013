// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.store.AgentTokens;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Domains;

/// Rows as the API shows them: without virtual keys.
final class Views {
  private Views() {}

  static Bodies.DomainView of(Domains.Domain domain) {
    return new Bodies.DomainView(
        domain.id(),
        domain.name(),
        domain.owner().orElse(null),
        domain.active(),
        domain.createdAt());
  }

  static Bodies.AgentView of(Agents.Agent agent) {
    var settings = agent.settings();
    return new Bodies.AgentView(
        agent.id(),
        agent.domainId(),
        agent.domainName(),
        agent.owner().orElse(null),
        settings.name(),
        settings.description(),
        agent.status().written(),
        settings.clusterServiceName().orElse(null),
        settings.allowedModels(),
        settings.rpmLimit(),
        settings.tpmLimit(),
        settings.hitl().timeoutSeconds(),
        settings.hitl().fallback().name(),
        settings.tools(),
        settings.skills(),
        agent.createdAt(),
        agent.updatedAt());
  }

  static Bodies.TokenView of(AgentTokens.AgentToken token) {
    return new Bodies.TokenView(
        token.id(),
        token.kind().written(),
        token.hash(),
        token.issuedAt(),
        token.expiresAt(),
        token.revokedAt().orElse(null));
  }
}
