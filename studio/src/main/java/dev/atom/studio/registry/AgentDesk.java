// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.identity.TokenKind;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.Reach;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.AgentStatus;
import dev.atom.studio.store.AgentTokens;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Domains;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.token.TokenIssuer;
import dev.atom.studio.token.VirtualKeys;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Agents: their settings, their state and their end.
///
/// Suspending and deleting void every token; resuming gives none back. A resumed agent is deployed
/// when it says where it runs, and a draft otherwise.
public final class AgentDesk {
  private final Ledger ledger;
  private final TokenIssuer issuer;
  private final VirtualKeys virtualKeys;
  private final RandomGenerator random;
  private final List<String> defaultModels;

  AgentDesk(
      Ledger ledger,
      TokenIssuer issuer,
      VirtualKeys virtualKeys,
      RandomGenerator random,
      List<String> defaultModels) {
    this.ledger = ledger;
    this.issuer = issuer;
    this.virtualKeys = virtualKeys;
    this.random = random;
    this.defaultModels = defaultModels;
  }

  /// Every agent the caller may see, of all domains or of the one in the query.
  public Reply listAll(Caller caller, Exchange exchange, Reply.Nothing body) {
    var domain = exchange.query("domain");
    return domain.isPresent()
        ? ledger.read(tx -> listed(tx, caller, domain.get()))
        : ledger.read(tx -> listed(Agents.all(tx, caller.scope(Action.AGENT_SEE))));
  }

  public Reply list(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.read(tx -> listed(tx, caller, exchange.parameter("d")));
  }

  private static Reply listed(Transaction tx, Caller caller, String domain) {
    var found = Domains.find(tx, caller.scope(Action.DOMAIN_SEE), domain);
    return found.isEmpty()
        ? Reply.notFound("domain", domain)
        : listed(Agents.ofDomain(tx, caller.scope(Action.AGENT_SEE), found.get().id()));
  }

  private static Reply listed(List<Agents.Agent> agents) {
    return Reply.ok(new Bodies.AgentList(agents.stream().map(Views::of).toList()));
  }

  public Reply see(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.read(tx ->
        AgentLookup.find(tx, caller.scope(Action.AGENT_SEE), exchange)
            .<Reply>map(agent -> Reply.ok(Views.of(agent)))
            .orElseGet(() -> Reply.notFound("agent", exchange.parameter("a"))));
  }

  /// Makes an agent in a domain of the caller's, with a sealed virtual key and a client token.
  public Reply create(Caller caller, Exchange exchange, Bodies.NewAgent body) {
    var settings = SettingsChange.settings(body, defaultModels);
    var problem = SettingsChange.problem(settings);
    if (problem.isPresent()) {
      return Reply.refused(Problem.Code.INVALID_REQUEST, problem.get());
    }
    var text = exchange.parameter("d");
    return ledger.change(
        exchange,
        tx -> {
          var domain = Domains.locked(tx, caller.scope(Action.AGENT_CREATE), text);
          if (domain.isEmpty()) {
            return Change.notFound("domain", text);
          }
          if (!domain.get().active()) {
            return Change.refused(Problem.Code.CONFLICT, "the domain '" + text + "' is deleted");
          }
          if (AgentLookup.isTaken(tx, domain.get().id(), settings.name())) {
            return taken(settings.name());
          }
          var agent =
              new Agents.Agent(
                  Uuids.random(random),
                  domain.get().id(),
                  domain.get().name(),
                  Optional.of(caller.userId()),
                  AgentStatus.DRAFT,
                  settings,
                  exchange.now(),
                  exchange.now());
          return inserted(tx, caller, agent);
        });
  }

  private Change inserted(Transaction tx, Caller caller, Agents.Agent agent) {
    Agents.insert(tx, agent, virtualKeys.sealedFor(agent.id()));
    var token = issuer.forAgent(agent, TokenKind.CLIENT, agent.createdAt());
    AgentTokens.insert(
        tx,
        new AgentTokens.AgentToken(
            token.id(),
            agent.id(),
            TokenKind.CLIENT,
            token.hash(),
            token.issuedAt(),
            token.expiresAt(),
            Optional.empty()));
    var created =
        new Bodies.AgentCreated(
            Views.of(agent), token.text().reveal(), token.id(), token.expiresAt());
    return Change.world(
        Entry.agent(
                "agent.create",
                caller,
                agent,
                Map.of(
                    "name", agent.settings().name(),
                    "allowed_models", agent.settings().allowedModels(),
                    "client_token_id", token.id().toString()))
            .between(StateDigest.ABSENT, States.of(agent)),
        Reply.created(created));
  }

  /// Changes what the body names and nothing else.
  public Reply change(Caller caller, Exchange exchange, Bodies.AgentPatch body) {
    if (caller.reach(Action.AGENT_PLACE) == Reach.NONE && SettingsChange.places(body)) {
      return Reply.refused(
          Problem.Code.NOT_PERMITTED,
          "only an administrator may deploy an agent or set its cluster_service_name");
    }
    return onAgent(
        caller,
        Action.AGENT_CHANGE,
        exchange,
        (tx, agent) -> {
          var changed = SettingsChange.apply(body, agent);
          var problem = SettingsChange.problem(changed.settings());
          if (problem.isPresent()) {
            return Change.refused(Problem.Code.INVALID_REQUEST, problem.get());
          }
          if (agent.status() != changed.status()
              && !agent.status().next().contains(changed.status())) {
            return Change.refused(
                Problem.Code.CONFLICT,
                "an agent that is %s cannot become %s by a plain change"
                    .formatted(agent.status().written(), changed.status().written()));
          }
          var name = changed.settings().name();
          if (!name.equals(agent.settings().name())
              && AgentLookup.isTaken(tx, agent.domainId(), name)) {
            return taken(name);
          }
          var stored = Agents.update(tx, changed, exchange.now());
          return Change.world(
              Entry.agent("agent.change", caller, agent, SettingsChange.difference(agent, changed))
                  .between(States.of(agent), States.of(stored)),
              Reply.ok(Views.of(stored)));
        });
  }

  public Reply suspend(Caller caller, Exchange exchange, Reply.Nothing body) {
    return onAgent(
        caller,
        Action.AGENT_SUSPEND,
        exchange,
        (tx, agent) ->
            agent.status() == AgentStatus.SUSPENDED
                ? Change.refused(Problem.Code.CONFLICT, "the agent is suspended already")
                : ended(tx, caller, exchange, agent, AgentStatus.SUSPENDED, "agent.suspend"));
  }

  public Reply resume(Caller caller, Exchange exchange, Reply.Nothing body) {
    return onAgent(
        caller,
        Action.AGENT_RESUME,
        exchange,
        (tx, agent) -> {
          if (agent.status() != AgentStatus.SUSPENDED) {
            return Change.refused(
                Problem.Code.CONFLICT,
                "the agent is not suspended; it is " + agent.status().written());
          }
          var resumed =
              agent.with(
                  agent.settings().clusterServiceName().isPresent()
                      ? AgentStatus.DEPLOYED
                      : AgentStatus.DRAFT);
          var stored = Agents.update(tx, resumed, exchange.now());
          return Change.world(
              Entry.agent("agent.resume", caller, agent, SettingsChange.difference(agent, resumed))
                  .between(States.of(agent), States.of(stored)),
              Reply.ok(Views.of(stored)));
        });
  }

  public Reply delete(Caller caller, Exchange exchange, Reply.Nothing body) {
    return onAgent(
        caller,
        Action.AGENT_DELETE,
        exchange,
        (tx, agent) -> ended(tx, caller, exchange, agent, AgentStatus.DELETED, "agent.delete"));
  }

  private static Change ended(
      Transaction tx,
      Caller caller,
      Exchange exchange,
      Agents.Agent agent,
      AgentStatus status,
      String action) {
    var stored = Agents.update(tx, agent.with(status), exchange.now());
    int revoked = TokenVoiding.all(tx, agent.id(), caller.userId(), exchange.now());
    return Change.world(
        Entry.agent(action, caller, agent, Map.of("tokens_revoked", revoked))
            .between(States.of(agent), States.of(stored)),
        Reply.ok(Views.of(stored)));
  }

  private Reply onAgent(Caller caller, Action action, Exchange exchange, AgentWork work) {
    return ledger.change(
        exchange,
        tx ->
            AgentLookup.locked(tx, caller.scope(action), exchange)
                .map(agent -> work.on(tx, agent))
                .orElseGet(() -> Change.notFound("agent", exchange.parameter("a"))));
  }

  private static Change taken(String name) {
    return Change.refused(
        Problem.Code.CONFLICT, "an agent named '" + name + "' is in this domain already");
  }

  @FunctionalInterface
  private interface AgentWork {
    Change on(Transaction tx, Agents.Agent agent);
  }
}
