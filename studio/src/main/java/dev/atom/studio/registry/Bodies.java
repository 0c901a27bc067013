// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.store.AgentSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the routes about domains, agents and their tokens take and give, named like the JSON.
public final class Bodies {
  private Bodies() {}

  public record NewDomain(String name) {
    public NewDomain {
      Limits.name("name", name);
    }
  }

  public record DomainView(
      UUID id, String name, @Nullable UUID owner, boolean isActive, Instant createdAt) {}

  public record DomainList(List<DomainView> domains) {}

  public record NewAgent(
      String name,
      @Nullable String description,
      @Nullable Integer rpmLimit,
      @Nullable Integer tpmLimit,
      @Nullable List<String> allowedModels,
      @Nullable List<String> tools,
      @Nullable List<String> skills,
      @Nullable Integer hitlTimeoutSeconds,
      AgentSettings.@Nullable Fallback hitlFallback) {}

  /// Fields that are left out stay as they are. An empty `cluster_service_name` takes it away.
  public record AgentPatch(
      @Nullable String name,
      @Nullable String description,
      @Nullable PlainStatus status,
      @Nullable String clusterServiceName,
      @Nullable Integer rpmLimit,
      @Nullable Integer tpmLimit,
      @Nullable List<String> allowedModels,
      @Nullable List<String> tools,
      @Nullable List<String> skills,
      @Nullable Integer hitlTimeoutSeconds,
      AgentSettings.@Nullable Fallback hitlFallback) {}

  /// The states that a plain change may lead to.
  public enum PlainStatus {
    DRAFT,
    PENDING_APPROVAL,
    DEPLOYED
  }

  public record AgentView(
      UUID id,
      UUID domainId,
      String domain,
      @Nullable UUID owner,
      String name,
      String description,
      String status,
      @Nullable String clusterServiceName,
      List<String> allowedModels,
      int rpmLimit,
      int tpmLimit,
      int hitlTimeoutSeconds,
      String hitlFallback,
      List<String> tools,
      List<String> skills,
      Instant createdAt,
      Instant updatedAt) {}

  public record AgentList(List<AgentView> agents) {}

  /// A new agent with its first client token, which is told once.
  public record AgentCreated(AgentView agent, String token, UUID tokenId, Instant tokenExpiresAt) {
    @Override
    public String toString() {
      return "AgentCreated[" + agent.id() + "]";
    }
  }

  public record NewToken(AgentTokenKind kind) {}

  /// The kinds of tokens agents have.
  public enum AgentTokenKind {
    CLIENT,
    POD
  }

  /// A token, told once.
  public record TokenCreated(String token, UUID id, String kind, Instant expiresAt) {
    @Override
    public String toString() {
      return "TokenCreated[" + id + "]";
    }
  }

  public record TokenView(
      UUID id,
      String kind,
      String hash,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable Instant revokedAt) {}

  public record TokenList(List<TokenView> tokens) {}

  /// Names one token, in exactly one of three ways.
  public record Revocation(
      @Nullable UUID tokenId, @Nullable String tokenHash, @Nullable String token) {
    public Revocation {
      int given = (tokenId == null ? 0 : 1) + (tokenHash == null ? 0 : 1) + (token == null ? 0 : 1);
      if (given != 1) {
        throw new IllegalArgumentException(
            "give exactly one of 'token_id', 'token_hash' and 'token'");
      }
    }

    @Override
    public String toString() {
      return "Revocation[***]";
    }
  }

  public record Revoked(String tokenHash) {}
}
