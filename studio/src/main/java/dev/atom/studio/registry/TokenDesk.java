// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.audit.EventKind;
import dev.atom.base.Sha256;
import dev.atom.identity.TokenHash;
import dev.atom.identity.TokenKind;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.Reach;
import dev.atom.studio.journal.Change;
import dev.atom.studio.journal.Entry;
import dev.atom.studio.journal.Journal;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.StateDigest;
import dev.atom.studio.store.AgentStatus;
import dev.atom.studio.store.AgentTokens;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.LiveToken;
import dev.atom.studio.store.Revocations;
import dev.atom.studio.store.Transaction;
import dev.atom.studio.token.TokenIssuer;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The tokens of agents: given out, listed by hash, replaced by kind, revoked one by one.
public final class TokenDesk {
  private final Ledger ledger;
  private final TokenIssuer issuer;
  private final Journal journal;

  TokenDesk(Ledger ledger, TokenIssuer issuer, Journal journal) {
    this.ledger = ledger;
    this.issuer = issuer;
    this.journal = journal;
  }

  /// Lists the tokens of an agent by their hashes; who did is on record before they see it.
  public Reply list(Caller caller, Exchange exchange, Reply.Nothing body) {
    var found =
        ledger.read(tx ->
            AgentLookup.find(tx, caller.scope(Action.TOKEN_SEE), exchange)
                .map(agent -> new Listed(agent.id(), AgentTokens.ofAgent(tx, agent.id()))));
    if (found.isEmpty()) {
      return Reply.notFound("agent", exchange.parameter("a"));
    }
    try {
      journal.read(
          EventKind.SECRETS_LISTED,
          exchange,
          caller,
          "tokens",
          Map.of("agent", found.get().agent(), "rows", found.get().tokens().size()));
    } catch (Journal.Unwritten _) {
      return Reply.refused(
          Problem.Code.AUDIT_UNAVAILABLE,
          "tokens are listed only for those whose reading can be recorded");
    }
    return Reply.ok(new Bodies.TokenList(found.get().tokens().stream().map(Views::of).toList()));
  }

  private record Listed(UUID agent, List<AgentTokens.AgentToken> tokens) {}

  /// Gives out one more token; those there are stay good.
  public Reply issue(Caller caller, Exchange exchange, Bodies.NewToken body) {
    return onAgent(
        caller,
        exchange,
        (tx, agent) -> {
          var kind = kind(body);
          var before = States.tokens(tx, agent.id());
          var created = given(tx, agent, kind, exchange.now());
          return Change.world(
              Entry.agent(
                      "token.issue",
                      caller,
                      agent,
                      Map.of("kind", kind.written(), "token_id", created.id().toString()))
                  .between(before, States.tokens(tx, agent.id())),
              Reply.created(created));
        });
  }

  /// Voids every token of one kind and gives out a new one; the other kind is not touched.
  public Reply regenerate(Caller caller, Exchange exchange, Bodies.NewToken body) {
    return onAgent(
        caller,
        exchange,
        (tx, agent) -> {
          var kind = kind(body);
          var before = States.tokens(tx, agent.id());
          int revoked = TokenVoiding.kind(tx, agent.id(), kind, caller.userId(), exchange.now());
          var created = given(tx, agent, kind, exchange.now());
          return Change.world(
              Entry.agent(
                      "token.regenerate",
                      caller,
                      agent,
                      Map.of(
                          "kind", kind.written(),
                          "token_id", created.id().toString(),
                          "tokens_revoked", revoked))
                  .between(before, States.tokens(tx, agent.id())),
              Reply.created(created));
        });
  }

  private Bodies.TokenCreated given(
      Transaction tx, Agents.Agent agent, TokenKind kind, Instant now) {
    var token = issuer.forAgent(agent, kind, now);
    AgentTokens.insert(
        tx,
        new AgentTokens.AgentToken(
            token.id(),
            agent.id(),
            kind,
            token.hash(),
            token.issuedAt(),
            token.expiresAt(),
            Optional.empty()));
    return new Bodies.TokenCreated(
        token.text().reveal(), token.id(), kind.written(), token.expiresAt());
  }

  /// Revokes one token. An administrator may revoke any hash, also one that is not known here.
  public Reply revoke(Caller caller, Exchange exchange, Bodies.Revocation body) {
    var hash = hash(body);
    if (hash.isPresent() && !isHash(hash.get())) {
      return Reply.refused(
          Problem.Code.INVALID_REQUEST,
          "field 'token_hash' must be 64 lower-case hex characters, the SHA-256 of the token");
    }
    return ledger.change(
        exchange,
        tx -> {
          var known = hash.isPresent() ? AgentTokens.byHash(tx, hash.get()) : byId(tx, body);
          boolean inReach =
              known.isPresent()
                  && Agents.exists(tx, caller.scope(Action.TOKEN_REVOKE), known.get().agentId());
          if (inReach) {
            return revoked(tx, caller, exchange, known.get());
          }
          boolean any = caller.reach(Action.TOKEN_REVOKE) == Reach.ALL;
          return hash.isPresent() && any
              ? revokedUnknown(tx, caller, exchange, hash.get())
              : Change.notFound("token", shown(body, hash));
        });
  }

  private static Change revoked(
      Transaction tx, Caller caller, Exchange exchange, AgentTokens.AgentToken token) {
    var before = States.tokens(tx, token.agentId());
    AgentTokens.markRevoked(tx, token.id(), caller.userId(), exchange.now());
    Revocations.revoke(
        tx, java.util.List.of(new LiveToken(token.hash(), token.expiresAt())), exchange.now());
    return Change.world(
        new Entry(
            "token.revoke",
            caller.userId().toString(),
            "token:" + token.hash(),
            "",
            token.agentId().toString(),
            Map.of("token_id", token.id().toString(), "kind", token.kind().written()),
            before,
            States.tokens(tx, token.agentId())),
        Reply.ok(new Bodies.Revoked(token.hash())));
  }

  private Change revokedUnknown(Transaction tx, Caller caller, Exchange exchange, String hash) {
    // its end is not known, so it is remembered as long as the longest-lived token
    var end = exchange.now().plus(issuer.agentLifetime());
    Revocations.revoke(tx, java.util.List.of(new LiveToken(hash, end)), exchange.now());
    return Change.world(
        new Entry(
            "token.revoke",
            caller.userId().toString(),
            "token:" + hash,
            "",
            "",
            Map.of(),
            StateDigest.ABSENT,
            StateDigest.of(Map.of(hash, "revoked"))),
        Reply.ok(new Bodies.Revoked(hash)));
  }

  private static Optional<AgentTokens.AgentToken> byId(Transaction tx, Bodies.Revocation body) {
    return Optional.ofNullable(body.tokenId()).flatMap(id -> AgentTokens.byId(tx, id));
  }

  private static Optional<String> hash(Bodies.Revocation body) {
    var token = body.token();
    return token == null ? Optional.ofNullable(body.tokenHash()) : Optional.of(Sha256.hex(token));
  }

  private static boolean isHash(String text) {
    try {
      return TokenHash.parse(text).hex().equals(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String shown(Bodies.Revocation body, Optional<String> hash) {
    return hash.orElseGet(() -> String.valueOf(body.tokenId()));
  }

  private Reply onAgent(Caller caller, Exchange exchange, AgentWork work) {
    return ledger.change(
        exchange,
        tx -> {
          var agent = AgentLookup.locked(tx, caller.scope(Action.TOKEN_ISSUE), exchange);
          if (agent.isEmpty()) {
            return Change.notFound("agent", exchange.parameter("a"));
          }
          if (agent.get().status() == AgentStatus.SUSPENDED) {
            return Change.refused(
                Problem.Code.CONFLICT, "the agent is suspended; it gets no token until it resumes");
          }
          return work.on(tx, agent.get());
        });
  }

  private static TokenKind kind(Bodies.NewToken body) {
    return switch (body.kind()) {
      case CLIENT -> TokenKind.CLIENT;
      case POD -> TokenKind.POD;
    };
  }

  @FunctionalInterface
  private interface AgentWork {
    Change on(Transaction tx, Agents.Agent agent);
  }
}
