// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static dev.atom.gate.Stage.ADMISSION;
import static dev.atom.gate.Stage.AUTHENTICATE;
import static dev.atom.gate.Stage.BINDING;
import static dev.atom.gate.Stage.DECODE;
import static dev.atom.gate.Stage.POLICY;
import static dev.atom.gate.Stage.STANDING;

import dev.atom.gate.admission.LimitKey;
import dev.atom.gate.admission.LimitReading;
import dev.atom.identity.Authentication;
import dev.atom.identity.AuthenticationFailure;
import dev.atom.identity.Principal;
import dev.atom.identity.Standing;
import dev.atom.identity.VerifiedToken;
import dev.atom.policy.AuthorizedCall;
import dev.atom.policy.Decision;
import dev.atom.policy.PolicyInput;
import dev.atom.policy.Rule;
import java.util.List;

/// Decides one request, in the only order there is.
///
/// Pure: no I/O, no clock, no blocking, nothing shared. All it knows is the request, the [World]
/// that was current when the request arrived, the time, and the limiter's reading, so the same
/// values give the same verdict whenever they are put to it again. Each stage hands the next a type
/// that only it can make: without [Entered] nothing is counted, without [Admitted] nothing is
/// decided, without [Permitted] nothing is forwarded.
public final class GatePipeline {
  private final int humanRequestsPerMinute;

  /// @param humanRequestsPerMinute the limit of a person; agents have theirs from the control plane
  public GatePipeline(int humanRequestsPerMinute) {
    this.humanRequestsPerMinute = humanRequestsPerMinute;
  }

  /// What the head of a request leads to.
  public sealed interface Entrance permits Entered, Refused {}

  /// What a counted request leads to.
  public sealed interface Admission permits Admitted, Refused {}

  /// What a decoded request leads to.
  public sealed interface Verdict permits Permitted, Refused {}

  /// The request ends here.
  ///
  /// @param denial why
  /// @param caller who, as far as was proven
  /// @param policyInput what the policy saw, canonical JSON; empty when it was not asked
  public record Refused(Denial denial, Caller caller, String policyInput)
      implements Entrance, Admission, Verdict {}

  /// The caller is known, stands, and is where it belongs.
  public static final class Entered implements Entrance {
    private final VerifiedToken token;
    private final Route route;
    private final ServedAgent agent;
    private final LimitKey limitKey;

    private Entered(VerifiedToken token, Route route, ServedAgent agent, LimitKey limitKey) {
      this.token = token;
      this.route = route;
      this.agent = agent;
      this.limitKey = limitKey;
    }

    /// Whose permits are counted, and how many there are.
    public LimitKey limitKey() {
      return limitKey;
    }

    /// Who calls.
    public Caller caller() {
      return new Caller.Named(token);
    }
  }

  /// The caller had a permit left, and it is spent.
  public static final class Admitted implements Admission {
    private final Entered entered;

    private Admitted(Entered entered) {
      this.entered = entered;
    }

    public VerifiedToken token() {
      return entered.token;
    }

    public Route route() {
      return entered.route;
    }

    /// The agent of the path, which is the caller unless a person calls.
    public ServedAgent agent() {
      return entered.agent;
    }
  }

  /// The policy allows it: what may be forwarded once that is on record.
  public static final class Permitted implements Verdict {
    private final Admitted admitted;
    private final AuthorizedCall call;
    private final List<Rule> rules;

    private Permitted(Admitted admitted, AuthorizedCall call, List<Rule> rules) {
      this.admitted = admitted;
      this.call = call;
      this.rules = rules;
    }

    public VerifiedToken token() {
      return admitted.token();
    }

    public Route route() {
      return admitted.route();
    }

    public ServedAgent agent() {
      return admitted.agent();
    }

    /// Who calls.
    public Caller caller() {
      return new Caller.Named(admitted.token());
    }

    /// What the policy saw, for the record.
    public AuthorizedCall call() {
      return call;
    }

    /// The rules that allowed it.
    public List<Rule> rules() {
      return rules;
    }
  }

  /// Authenticate, standing, binding.
  public Entrance enter(RequestHead head, World world, Moment now) {
    return switch (authenticate(head, world, now)) {
      case Authentication.Rejected(var failure, var hash) ->
          new Refused(denial(failure), new Caller.Nameless(hash), "");
      case Authentication.Authenticated(var token) ->
          switch (world.standing(token, now)) {
            case Standing.Good _ -> bind(head, token, world);
            case Standing.Revoked(var why) ->
                refuse(
                    Denial.of(STANDING, DenyReason.TOKEN_REVOKED, "The token was revoked.", why),
                    token);
            case Standing.Unknown _ ->
                refuse(
                    Denial.of(
                        STANDING,
                        DenyReason.REVOCATION_UNKNOWN,
                        "Whether the token still stands cannot be known now.",
                        "the control plane's word is older than " + world.staleAfter()),
                    token);
          };
    };
  }

  private static Authentication authenticate(RequestHead head, World world, Moment now) {
    return world.authenticator().authenticate(head.authorization(), head.source(), now.wall());
  }

  /// SECURITY(T-05): the token's domain and agent are compared with the path's before anything else
  /// looks at the path; the world's word about the agent comes last.
  private Entrance bind(RequestHead head, VerifiedToken token, World world) {
    var found = Route.parse(head.path());
    if (found.isEmpty()) {
      return refuseBinding(DenyReason.ROUTE_NOT_FOUND, "This path leads nowhere.", token);
    }
    Route route = found.get();
    if (token.principal() instanceof Principal.Agent caller) {
      if (!caller.domain().equals(route.domain())) {
        return refuseBinding(
            DenyReason.DOMAIN_MISMATCH, "The token belongs to another domain.", token);
      }
      if (!caller.id().equals(route.agent())) {
        return refuseBinding(
            DenyReason.AGENT_MISMATCH, "The token belongs to another agent.", token);
      }
    }
    ServedAgent agent = world.control().agents().get(route.agent());
    if (agent == null) {
      return refuseBinding(DenyReason.AGENT_NOT_PROVISIONED, "The agent may not be served.", token);
    }
    if (!agent.domain().equals(route.domain())) {
      return refuseBinding(
          DenyReason.DOMAIN_MISMATCH, "The agent belongs to another domain.", token);
    }
    int limit =
        token.principal() instanceof Principal.Agent
            ? agent.requestsPerMinute()
            : humanRequestsPerMinute;
    return new Entered(token, route, agent, new LimitKey(token.principal().subject(), limit));
  }

  /// Admission: what the limiter's reading means.
  public Admission admit(Entered entered, LimitReading reading) {
    if (reading.admitted()) {
      return new Admitted(entered);
    }
    return refuse(
        Denial.of(
            ADMISSION,
            DenyReason.RATE_LIMIT_EXCEEDED,
            "The limit of " + reading.limit() + " requests a minute is reached."),
        entered.token);
  }

  /// Decode's verdict on the model, then policy.
  public Verdict authorize(
      Admitted admitted, RequestHead head, Call call, World world, Moment now) {
    if (call instanceof Call.Model(var model, _) && !admitted.agent().mayUse(model)) {
      return refuse(
          Denial.of(
              DECODE,
              DenyReason.MODEL_NOT_ALLOWED,
              "The model is not among those the agent may use.",
              "asked: " + model + ", allowed: " + admitted.agent().allowedModels()),
          admitted.token());
    }
    PolicyInput input = PolicyInputs.of(admitted, head, call);
    return switch (world.policy().decide(input, now.wall())) {
      case Decision.Permit(var authorized, var rules) -> new Permitted(admitted, authorized, rules);
      case Decision.Forbid(var reasons, var rules) ->
          refusedByPolicy(
              new Denial(
                  POLICY,
                  DenyReason.POLICY_VIOLATION,
                  reasons.getFirst().text(),
                  reasons.toString(),
                  rules),
              admitted,
              input);
      case Decision.Undecided(var why) ->
          // SECURITY(T-06): a policy that cannot say yes has said no.
          refusedByPolicy(
              Denial.of(POLICY, DenyReason.POLICY_UNDECIDED, "The policy could not decide.", why),
              admitted,
              input);
    };
  }

  private static Refused refusedByPolicy(Denial denial, Admitted admitted, PolicyInput input) {
    return new Refused(denial, new Caller.Named(admitted.token()), input.canonicalJson());
  }

  private static Refused refuseBinding(DenyReason reason, String message, VerifiedToken token) {
    return refuse(Denial.of(BINDING, reason, message), token);
  }

  private static Refused refuse(Denial denial, VerifiedToken token) {
    return new Refused(denial, new Caller.Named(token), "");
  }

  private static Denial denial(AuthenticationFailure failure) {
    return switch (failure) {
      case MISSING ->
          Denial.of(AUTHENTICATE, DenyReason.MISSING_TOKEN, "No bearer token was sent.");
      case EXPIRED -> Denial.of(AUTHENTICATE, DenyReason.TOKEN_EXPIRED, "The token has expired.");
      case TOO_MANY_FAILURES ->
          Denial.of(
              AUTHENTICATE,
              DenyReason.TOO_MANY_FAILURES,
              "Too many tokens that do not verify came from this address.");
      case MALFORMED,
          WRONG_ALGORITHM,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          WRONG_ISSUER,
          WRONG_AUDIENCE,
          WRONG_CLAIMS,
          NOT_YET_VALID ->
          // One message for all: a forger learns nothing of how far the forgery came.
          Denial.of(
              AUTHENTICATE,
              DenyReason.INVALID_TOKEN,
              "The token is not valid here.",
              failure.name());
    };
  }
}
