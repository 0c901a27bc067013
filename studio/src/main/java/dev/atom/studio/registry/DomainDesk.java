// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.Domains;
import dev.atom.studio.store.Scope;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Domains: groups of agents inside one organisation. Deleting one deactivates it, voids its
/// agents' tokens and keeps its name taken.
public final class DomainDesk {
  private final Ledger ledger;
  private final RandomGenerator random;

  DomainDesk(Ledger ledger, RandomGenerator random) {
    this.ledger = ledger;
    this.random = random;
  }

  public Reply list(Caller caller, Exchange exchange, Reply.Nothing body) {
    return ledger.read(tx ->
        Reply.ok(
            new Bodies.DomainList(
                Domains.all(tx, caller.scope(Action.DOMAIN_SEE)).stream()
                    .map(Views::of)
                    .toList())));
  }

  public Reply create(Caller caller, Exchange exchange, Bodies.NewDomain body) {
    var domain =
        new Domains.Domain(
            Uuids.random(random), body.name(), Optional.of(caller.userId()), true, exchange.now());
    return ledger.change(
        exchange,
        tx -> {
          if (Domains.isTaken(tx, body.name())) {
            return Change.refused(
                Problem.Code.CONFLICT, "the domain name '" + body.name() + "' is taken");
          }
          Domains.insert(tx, domain);
          return Change.world(
              Entry.domain("domain.create", caller, domain.id(), Map.of("name", body.name()))
                  .between(StateDigest.ABSENT, States.of(domain, true)),
              Reply.created(Views.of(domain)));
        });
  }

  public Reply delete(Caller caller, Exchange exchange, Reply.Nothing body) {
    var text = exchange.parameter("d");
    return ledger.change(
        exchange,
        tx -> {
          var domain = Domains.locked(tx, caller.scope(Action.DOMAIN_DELETE), text);
          if (domain.isEmpty()) {
            return Change.notFound("domain", text);
          }
          if (!domain.get().active()) {
            return Change.refused(
                Problem.Code.CONFLICT, "the domain '" + text + "' is deleted already");
          }
          var id = domain.get().id();
          int revoked = 0;
          for (var agent : Agents.ofDomain(tx, Scope.everything(), id)) {
            revoked += TokenVoiding.all(tx, agent.id(), caller.userId(), exchange.now());
          }
          Domains.deactivate(tx, id);
          return Change.world(
              Entry.domain("domain.delete", caller, id, Map.of("tokens_revoked", revoked))
                  .between(States.of(domain.get(), true), States.of(domain.get(), false)),
              Reply.nothing());
        });
  }
}
