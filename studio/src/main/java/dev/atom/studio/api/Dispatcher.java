// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.http.Probe;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.CallerAuthentication;
import dev.atom.studio.access.PasswordDuty;
import dev.atom.studio.access.Reach;
import dev.atom.studio.journal.Journal;
import dev.atom.studio.wire.BodyBinder;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Inbound;
import dev.atom.studio.wire.Judge;
import dev.atom.studio.wire.Outbound;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.QueryString;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges one call, in the only order there is: route, caller, permission, size, query, body; then
/// its handler answers. Every refusal, whoever made it, is written down before it is sent.
///
/// Blocking; one call is one virtual thread.
public final class Dispatcher implements Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Routes routes;
  private final CallerAuthentication authentication;
  private final PasswordDuty duty;
  private final Journal journal;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Dispatcher(
      Routes routes,
      CallerAuthentication authentication,
      PasswordDuty duty,
      Journal journal,
      InstantSource clock,
      RandomGenerator random) {
    this.routes = routes;
    this.authentication = authentication;
    this.duty = duty;
    this.journal = journal;
    this.clock = clock;
    this.random = random;
  }

  /// The answer to `inbound`. Does not throw.
  @Override
  public Outbound answer(Inbound inbound) {
    return switch (routes.match(method(inbound), inbound.path())) {
      case Routes.Match.NoPath _ ->
          refuse(
              exchange(inbound, Map.of(), Map.of()),
              Problem.Code.ROUTE_NOT_FOUND,
              "see /openapi.json for what there is");
      case Routes.Match.NoMethod(var allowed) -> {
        var exchange = exchange(inbound, Map.of(), Map.of());
        var refusal = Reply.refused(Problem.Code.METHOD_NOT_ALLOWED, "it takes " + allowed);
        String id = journal.refused(exchange, Optional.empty(), refusal);
        yield Outbound.of(refusal.problem(), id, Map.of("allow", allowed));
      }
      case Routes.Match.Found(var route, var parameters) -> answer(inbound, route, parameters);
    };
  }

  /// SECURITY(T-11): what is no well-framed request is refused and on record like any other.
  @Override
  public Outbound unreadable(String remote, String why) {
    var nothing = new Inbound("", "", "", null, remote, Optional.empty());
    return refuse(exchange(nothing, Map.of(), Map.of()), Problem.Code.MALFORMED_REQUEST, why);
  }

  /// A probe that is asked with HEAD is answered as with GET; the listener leaves out the body.
  private static String method(Inbound inbound) {
    boolean probe = inbound.method().equals("HEAD") && Probe.at(inbound.path()).isPresent();
    return probe ? "GET" : inbound.method();
  }

  private Outbound answer(Inbound inbound, Route route, Map<String, String> parameters) {
    var query = QueryString.parse(inbound.query());
    var exchange = exchange(inbound, parameters, query);
    return switch (route.access()) {
      case Access.Probe _ -> probed(exchange, route);
      case Access.Open _ -> finish(exchange, Optional.empty(), handled(inbound, route, exchange));
      case Access.Needs(var action) -> authorized(inbound, route, exchange, action);
    };
  }

  private Outbound probed(Exchange exchange, Route route) {
    return switch (guarded(route, Optional.empty(), exchange, new Reply.Nothing())) {
      case Reply.Refused refused -> Outbound.of(refused.problem(), exchange.decisionId(), Map.of());
      case Reply.Line(var line) -> Outbound.line(line);
      case Reply.Done done -> Outbound.of(done, exchange.decisionId());
      case Reply.Document document -> Outbound.of(document, exchange.decisionId());
    };
  }

  private Outbound authorized(Inbound inbound, Route route, Exchange exchange, Action action) {
    CallerAuthentication.Answer answer;
    try {
      answer =
          authentication.authenticate(inbound.authorization(), inbound.remote(), exchange.now());
    } catch (AtomException e) {
      return finish(exchange, Optional.empty(), failed(exchange, e));
    }
    return switch (answer) {
      case CallerAuthentication.Answer.Unknown(var problem, _) ->
          finish(exchange, Optional.empty(), new Reply.Refused(problem, Map.of()));
      case CallerAuthentication.Answer.Known(var caller) ->
          finish(
              exchange, Optional.of(caller), permitted(inbound, route, exchange, caller, action));
    };
  }

  private Reply permitted(
      Inbound inbound, Route route, Exchange exchange, Caller caller, Action action) {
    if (caller.reach(action) == Reach.NONE) {
      return Reply.refused(
          Problem.Code.NOT_PERMITTED, "the role " + caller.role().written() + " may not do this");
    }
    if (duty.precedes(caller, action)) {
      return Reply.refused(
          Problem.Code.PASSWORD_CHANGE_REQUIRED,
          "somebody else knows this password; change it at /api/auth/password");
    }
    return handled(inbound, route, exchange, Optional.of(caller));
  }

  private Reply handled(Inbound inbound, Route route, Exchange exchange) {
    return handled(inbound, route, exchange, Optional.empty());
  }

  private Reply handled(Inbound inbound, Route route, Exchange exchange, Optional<Caller> caller) {
    if (inbound.body().isEmpty()) {
      return Reply.refused(Problem.Code.BODY_TOO_LARGE, "a body may have at most 16 KiB");
    }
    for (String name : exchange.query().keySet()) {
      if (!route.query().contains(name)) {
        return Reply.refused(
            Problem.Code.INVALID_REQUEST,
            dev.atom.studio.wire.Nearest.unknown("query parameter", name, route.query()));
      }
    }
    return switch (BodyBinder.bind(inbound.body().get(), route.takes())) {
      case BodyBinder.Bound.Unusable(var why) -> Reply.refused(Problem.Code.INVALID_REQUEST, why);
      case BodyBinder.Bound.Usable(var body) -> guarded(route, caller, exchange, body);
    };
  }

  private Reply guarded(Route route, Optional<Caller> caller, Exchange exchange, Object body) {
    try {
      return route.handling().handle(caller, exchange, body);
    } catch (AtomException e) {
      return failed(exchange, e);
    } catch (RuntimeException e) {
      return failed(exchange, new AtomException(ErrorCode.INTERNAL, "a handler failed", e));
    }
  }

  /// The outer edge: what was thrown becomes an answer and, when somebody must act, a log line.
  private static Reply failed(Exchange exchange, AtomException failure) {
    switch (failure.code().category()) {
      case USAGE -> LOG.debug("{} {}", exchange.decisionId(), failure.getMessage());
      case UNAVAILABLE -> LOG.warn("{} {}", exchange.decisionId(), failure.getMessage());
      case INTERNAL -> LOG.error("{} {}", exchange.decisionId(), failure.getMessage(), failure);
    }
    return new Reply.Refused(Problem.of(failure), Map.of());
  }

  private Outbound finish(Exchange exchange, Optional<Caller> caller, Reply reply) {
    return switch (reply) {
      case Reply.Done done -> Outbound.of(done, exchange.decisionId());
      case Reply.Document document -> Outbound.of(document, exchange.decisionId());
      case Reply.Line(var line) -> Outbound.line(line);
      case Reply.Refused refused -> {
        String id = journal.refused(exchange, caller, refused);
        yield Outbound.of(refused.problem(), id, Map.of());
      }
    };
  }

  private Outbound refuse(Exchange exchange, Problem.Code code, String detail) {
    return finish(exchange, Optional.empty(), Reply.refused(code, detail));
  }

  private Exchange exchange(
      Inbound inbound, Map<String, String> parameters, Map<String, String> query) {
    return new Exchange(
        Uuids.random(random).toString(),
        inbound.method(),
        inbound.path(),
        inbound.remote(),
        tokenHash(inbound.authorization()),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        parameters,
        query);
  }

  private static String tokenHash(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return "";
    }
    return Sha256.hex(authorization.substring(7));
  }
}
