// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import dev.atom.studio.wire.Uuids;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The agents' rows. Deleted agents stay in the table for the audit's sake and are never found.
public final class Agents {
  private static final String COLUMNS =
      "select a.id, a.domain_id, d.name as domain_name, a.owner, a.name, a.description, a.status,"
          + " a.cluster_service_name, a.allowed_models, a.rpm_limit, a.tpm_limit,"
          + " a.hitl_timeout_seconds, a.hitl_fallback, a.tools, a.skills, a.created_at,"
          + " a.updated_at from agents a join domains d on d.id = a.domain_id"
          + " where a.status <> 'deleted' and (cast(? as uuid) is null or a.owner = ?) ";

  private Agents() {}

  /// The agent of a domain with this id or name.
  public static Optional<Agent> find(Transaction tx, Scope scope, UUID domain, String idOrName) {
    var id = Uuids.parse(idOrName);
    return id.isPresent()
        ? one(tx, scope, "and a.domain_id = ? and a.id = ?", domain, id.get())
        : one(tx, scope, "and a.domain_id = ? and a.name = ?", domain, idOrName);
  }

  /// The same, its row held until the transaction ends.
  public static Optional<Agent> locked(Transaction tx, Scope scope, UUID domain, String idOrName) {
    return find(tx, scope, domain, idOrName)
        .flatMap(found ->
            one(tx, scope, "and a.domain_id = ? and a.id = ? for update of a", domain, found.id()));
  }

  private static Optional<Agent> one(
      Transaction tx, Scope scope, String which, Object domain, Object value) {
    return tx.row(COLUMNS + which, Agents::read, scope.owner(), scope.owner(), domain, value);
  }

  public static List<Agent> all(Transaction tx, Scope scope) {
    return tx.rows(COLUMNS + "order by d.name, a.name", Agents::read, scope.owner(), scope.owner());
  }

  public static List<Agent> ofDomain(Transaction tx, Scope scope, UUID domain) {
    return tx.rows(
        COLUMNS + "and a.domain_id = ? order by a.name",
        Agents::read,
        scope.owner(),
        scope.owner(),
        domain);
  }

  /// The agent of any domain with this id, deleted or not: for what is past.
  public static boolean exists(Transaction tx, Scope scope, UUID id) {
    return tx.row(
            "select 1 as one from agents where id = ? and (cast(? as uuid) is null or owner = ?)",
            row -> row.integer("one"),
            id,
            scope.owner(),
            scope.owner())
        .isPresent();
  }

  /// The ids of every agent in scope, deleted ones too: for what is past.
  public static List<UUID> ids(Transaction tx, Scope scope) {
    return tx.rows(
        "select id from agents where (cast(? as uuid) is null or owner = ?)",
        row -> row.id("id"),
        scope.owner(),
        scope.owner());
  }

  public static void insert(Transaction tx, Agent agent, String virtualKeySealed) {
    tx.update(
        "insert into agents (id, domain_id, owner, name, description, status,"
            + " cluster_service_name, virtual_key_sealed, allowed_models, rpm_limit, tpm_limit,"
            + " hitl_timeout_seconds, hitl_fallback, tools, skills, created_at, updated_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        agent.id(),
        agent.domainId(),
        agent.owner().orElse(null),
        agent.settings().name(),
        agent.settings().description(),
        agent.status().written(),
        agent.settings().clusterServiceName().orElse(null),
        virtualKeySealed,
        agent.settings().allowedModels(),
        agent.settings().rpmLimit(),
        agent.settings().tpmLimit(),
        agent.settings().hitl().timeoutSeconds(),
        agent.settings().hitl().fallback().name(),
        agent.settings().tools(),
        agent.settings().skills(),
        agent.createdAt(),
        agent.updatedAt());
  }

  /// Writes back everything about an agent that may change, and gives it as it is now.
  public static Agent update(Transaction tx, Agent agent, Instant now) {
    tx.update(
        "update agents set name = ?, description = ?, status = ?, cluster_service_name = ?,"
            + " allowed_models = ?, rpm_limit = ?, tpm_limit = ?, hitl_timeout_seconds = ?,"
            + " hitl_fallback = ?, tools = ?, skills = ?, updated_at = ? where id = ?",
        agent.settings().name(),
        agent.settings().description(),
        agent.status().written(),
        agent.settings().clusterServiceName().orElse(null),
        agent.settings().allowedModels(),
        agent.settings().rpmLimit(),
        agent.settings().tpmLimit(),
        agent.settings().hitl().timeoutSeconds(),
        agent.settings().hitl().fallback().name(),
        agent.settings().tools(),
        agent.settings().skills(),
        now,
        agent.id());
    return new Agent(
        agent.id(),
        agent.domainId(),
        agent.domainName(),
        agent.owner(),
        agent.status(),
        agent.settings(),
        agent.createdAt(),
        now);
  }

  private static Agent read(Row row) throws SQLException {
    return new Agent(
        row.id("id"),
        row.id("domain_id"),
        row.text("domain_name"),
        row.maybeId("owner"),
        AgentStatus.read(row.text("status")),
        new AgentSettings(
            row.text("name"),
            row.text("description"),
            row.maybeText("cluster_service_name"),
            row.texts("allowed_models"),
            row.integer("rpm_limit"),
            row.integer("tpm_limit"),
            new AgentSettings.Hitl(
                row.integer("hitl_timeout_seconds"),
                AgentSettings.Fallback.valueOf(row.text("hitl_fallback"))),
            row.texts("tools"),
            row.texts("skills")),
        row.time("created_at"),
        row.time("updated_at"));
  }

  /// One agent.
  public record Agent(
      UUID id,
      UUID domainId,
      String domainName,
      Optional<UUID> owner,
      AgentStatus status,
      AgentSettings settings,
      Instant createdAt,
      Instant updatedAt) {

    public Agent with(AgentStatus other) {
      return new Agent(id, domainId, domainName, owner, other, settings, createdAt, updatedAt);
    }

    public Agent with(AgentSettings other) {
      return new Agent(id, domainId, domainName, owner, status, other, createdAt, updatedAt);
    }
  }
}
