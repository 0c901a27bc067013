// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static dev.atom.studio.api.Route.delete;
import static dev.atom.studio.api.Route.get;
import static dev.atom.studio.api.Route.patch;
import static dev.atom.studio.api.Route.post;

import dev.atom.http.OpenRoute;
import dev.atom.http.Probe;
import dev.atom.studio.access.Action;
import dev.atom.studio.account.AccountRoom;
import dev.atom.studio.account.Bodies.Invitation;
import dev.atom.studio.account.Bodies.Invited;
import dev.atom.studio.account.Bodies.Login;
import dev.atom.studio.account.Bodies.PasswordChange;
import dev.atom.studio.account.Bodies.Refresh;
import dev.atom.studio.account.Bodies.Registered;
import dev.atom.studio.account.Bodies.Registration;
import dev.atom.studio.account.Bodies.RoleChange;
import dev.atom.studio.account.Bodies.SessionTokens;
import dev.atom.studio.account.Bodies.UserList;
import dev.atom.studio.account.Bodies.UserView;
import dev.atom.studio.api.OpenApi;
import dev.atom.studio.api.Route;
import dev.atom.studio.api.Route.Draft;
import dev.atom.studio.api.Routes;
import dev.atom.studio.registry.Bodies.AgentCreated;
import dev.atom.studio.registry.Bodies.AgentList;
import dev.atom.studio.registry.Bodies.AgentPatch;
import dev.atom.studio.registry.Bodies.AgentView;
import dev.atom.studio.registry.Bodies.DomainList;
import dev.atom.studio.registry.Bodies.DomainView;
import dev.atom.studio.registry.Bodies.NewAgent;
import dev.atom.studio.registry.Bodies.NewDomain;
import dev.atom.studio.registry.Bodies.NewToken;
import dev.atom.studio.registry.Bodies.Revocation;
import dev.atom.studio.registry.Bodies.Revoked;
import dev.atom.studio.registry.Bodies.TokenCreated;
import dev.atom.studio.registry.Bodies.TokenList;
import dev.atom.studio.registry.RegistryRoom;
import dev.atom.studio.trail.AnomalyView;
import dev.atom.studio.trail.EntryView;
import dev.atom.studio.trail.TrailQuery;
import dev.atom.studio.trail.TrailRoom;
import dev.atom.studio.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The route table of the control plane.
final class StudioApi {
  private static final String AGENT = "/api/domains/{d}/agents/{a}";

  private static final Draft<Reply.Nothing> LIFE =
      get(Probe.LIFE.path())
          .says("Whether the process lives.")
          .gives(200, Reply.Line.class)
          .openBecause(Probe.LIFE.reason());
  private static final Draft<Reply.Nothing> READINESS =
      get(Probe.READINESS.path())
          .says("Whether the process can serve.")
          .gives(200, Reply.Line.class)
          .openBecause(Probe.READINESS.reason());
  private static final Draft<Login> LOGIN =
      post("/api/auth/login")
          .says("Opens a session.")
          .takes(Login.class)
          .gives(200, SessionTokens.class)
          .openBecause("the password in the body is the credential");
  private static final Draft<Refresh> REFRESH =
      post("/api/auth/refresh")
          .says("Trades a refresh token, once, for a new pair.")
          .takes(Refresh.class)
          .gives(200, SessionTokens.class)
          .openBecause("the refresh token in the body is the credential");
  private static final Draft<Registration> REGISTER =
      post("/api/auth/register")
          .says("Makes the caller a developer where open registration is on.")
          .takes(Registration.class)
          .gives(201, Registered.class)
          .openBecause(
              "who registers has no credential yet; refused unless the operator opened it");
  private static final Draft<Reply.Nothing> DOCUMENT =
      get("/openapi.json")
          .says("This document.")
          .gives(200, Map.class)
          .openBecause("it describes the interface and nothing that is in it");

  private StudioApi() {}

  /// What answers without a credential; the table is made from the same drafts.
  static List<OpenRoute> openRoutes() {
    return Stream.of(LIFE, READINESS, LOGIN, REFRESH, REGISTER, DOCUMENT)
        .map(Draft::listed)
        .toList();
  }

  static Routes routes(
      AccountRoom people, RegistryRoom registry, TrailRoom trail, Readiness readiness) {
    List<Route> all = new ArrayList<>();
    all.addAll(probes(readiness));
    all.addAll(sessions(people));
    all.addAll(users(people));
    all.addAll(domains(registry));
    all.addAll(agents(registry));
    all.addAll(tokens(registry));
    all.addAll(audit(trail));
    all.add(DOCUMENT.open((_, _) -> Reply.ok(OpenApi.of(new Routes(all)))));
    var table = new Routes(all);
    if (!table.unauthenticated().equals(openRoutes())) {
      throw new IllegalStateException("a route is open that the list of open routes lacks");
    }
    return table;
  }

  private static List<Route> probes(Readiness readiness) {
    return List.of(
        LIFE.probe((_, _) -> new Reply.Line("ok")), READINESS.probe((_, _) -> readiness.reply()));
  }

  private static List<Route> sessions(AccountRoom people) {
    var sessions = people.sessions();
    return List.of(
        LOGIN.open(sessions::login),
        REFRESH.open(sessions::refresh),
        REGISTER.open(people.accounts()::register),
        post("/api/auth/logout")
            .says("Ends the session of the token presented.")
            .needs(Action.SELF, sessions::logout),
        get("/api/auth/me")
            .says("Who the caller is.")
            .gives(200, UserView.class)
            .needs(Action.SELF, people.accounts()::me),
        post("/api/auth/password")
            .says("Changes the caller's password and ends the caller's other sessions.")
            .takes(PasswordChange.class)
            .needs(Action.SELF, people.accounts()::changePassword));
  }

  private static List<Route> users(AccountRoom people) {
    var accounts = people.accounts();
    return List.of(
        get("/api/users")
            .says("Every user.")
            .gives(200, UserList.class)
            .needs(Action.USERS_MANAGE, accounts::list),
        post("/api/users/invite")
            .says("Makes a user; the temporary password is told once.")
            .takes(Invitation.class)
            .gives(201, Invited.class)
            .needs(Action.USERS_MANAGE, accounts::invite),
        post("/api/users/{id}/role")
            .says("Gives a user another role and ends the user's sessions.")
            .takes(RoleChange.class)
            .gives(200, UserView.class)
            .needs(Action.USERS_MANAGE, accounts::changeRole),
        post("/api/users/{id}/deactivate")
            .says("Ends a user's access at once.")
            .gives(200, UserView.class)
            .needs(Action.USERS_MANAGE, accounts::deactivate));
  }

  private static List<Route> domains(RegistryRoom registry) {
    var domains = registry.domains();
    return List.of(
        get("/api/domains")
            .says("The domains the caller may see.")
            .gives(200, DomainList.class)
            .needs(Action.DOMAIN_SEE, domains::list),
        post("/api/domains")
            .says("Makes a domain, owned by the caller.")
            .takes(NewDomain.class)
            .gives(201, DomainView.class)
            .needs(Action.DOMAIN_CREATE, domains::create),
        delete("/api/domains/{d}")
            .says("Deactivates a domain and voids its agents' tokens.")
            .needs(Action.DOMAIN_DELETE, domains::delete));
  }

  private static List<Route> agents(RegistryRoom registry) {
    var agents = registry.agents();
    return List.of(
        get("/api/agents")
            .says("The agents the caller may see.")
            .query("domain")
            .gives(200, AgentList.class)
            .needs(Action.AGENT_SEE, agents::listAll),
        get("/api/domains/{d}/agents")
            .says("The agents of a domain.")
            .gives(200, AgentList.class)
            .needs(Action.AGENT_SEE, agents::list),
        post("/api/domains/{d}/agents")
            .says("Makes an agent; its client token is told once.")
            .takes(NewAgent.class)
            .gives(201, AgentCreated.class)
            .needs(Action.AGENT_CREATE, agents::create),
        get(AGENT)
            .says("One agent, by id or name.")
            .gives(200, AgentView.class)
            .needs(Action.AGENT_SEE, agents::see),
        patch(AGENT)
            .says("Changes the fields that are given.")
            .takes(AgentPatch.class)
            .gives(200, AgentView.class)
            .needs(Action.AGENT_CHANGE, agents::change),
        delete(AGENT)
            .says("Deletes an agent and voids its tokens.")
            .gives(200, AgentView.class)
            .needs(Action.AGENT_DELETE, agents::delete),
        post(AGENT + "/suspend")
            .says("Suspends an agent and voids its tokens.")
            .gives(200, AgentView.class)
            .needs(Action.AGENT_SUSPEND, agents::suspend),
        post(AGENT + "/resume")
            .says("Lifts a suspension; tokens must be issued anew.")
            .gives(200, AgentView.class)
            .needs(Action.AGENT_RESUME, agents::resume));
  }

  private static List<Route> tokens(RegistryRoom registry) {
    var tokens = registry.tokens();
    return List.of(
        get(AGENT + "/tokens")
            .says("The agent's tokens, by hash.")
            .gives(200, TokenList.class)
            .needs(Action.TOKEN_SEE, tokens::list),
        post(AGENT + "/tokens")
            .says("Issues one more token, told once.")
            .takes(NewToken.class)
            .gives(201, TokenCreated.class)
            .needs(Action.TOKEN_ISSUE, tokens::issue),
        post(AGENT + "/tokens/regenerate")
            .says("Voids all tokens of one kind and issues a new one, told once.")
            .takes(NewToken.class)
            .gives(201, TokenCreated.class)
            .needs(Action.TOKEN_ISSUE, tokens::regenerate),
        post("/api/tokens/revoke")
            .says("Revokes one token, named by id, hash or its text.")
            .takes(Revocation.class)
            .gives(200, Revoked.class)
            .needs(Action.TOKEN_REVOKE, tokens::revoke));
  }

  private static List<Route> audit(TrailRoom trail) {
    var desk = trail.entries();
    return List.of(
        get("/api/audit")
            .says("Entries of the audit trail, newest first, or oldest first with follow_after.")
            .query(TrailQuery.names("page_size", "before", "follow_after"))
            .gives(200, EntryView.Page.class)
            .needs(Action.AUDIT_READ, desk::page),
        get("/api/audit/export")
            .says("Entries as a file, newest first; x-atom-next-before begins the next page.")
            .query(TrailQuery.names("page_size", "before", "format"))
            .gives(200, Reply.Document.class)
            .needs(Action.AUDIT_READ, desk::export),
        get("/api/audit/anomalies")
            .says("What somebody did since then that they do not usually do.")
            .query("since")
            .gives(200, AnomalyView.class)
            .needs(Action.AUDIT_READ, trail.anomalies()::anomalies),
        get("/api/decisions/{id}")
            .says("Everything written down about one decision, with payloads.")
            .gives(200, EntryView.DecisionView.class)
            .needs(Action.AUDIT_READ, desk::decision));
  }
}
