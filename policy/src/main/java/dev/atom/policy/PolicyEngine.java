// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.rego.Evaluation;
import dev.atom.rego.EvaluationLimits;
import dev.atom.rego.PreparedRef;
import dev.atom.rego.RegoError;
import dev.atom.rego.RegoProgram;
import dev.atom.rego.RuleHit;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides calls by one set of policies. Immutable and pure: the same input and time give the same
/// decision; safe for concurrent use.
///
/// A call passes when `data.atom.authz.allow` is true and `data.atom.authz.deny` is empty. Both are
/// always asked. Any denial wins over any permission, nothing allowed is forbidden, and whatever
/// goes wrong leaves the call undecided, which refuses it too.
public final class PolicyEngine {
  static final String ALLOW = "data.atom.authz.allow";
  static final String DENY = "data.atom.authz.deny";

  // SECURITY(T-28): no rule may hold an event loop
  private static final EvaluationLimits LIMITS = new EvaluationLimits(100_000, 100);
  private static final Decision NOTHING_ALLOWS =
      new Decision.Forbid(List.of(new Reason("no rule allows", new Rule(ALLOW, "", 0))), List.of());

  private final PreparedRef allow;
  private final PreparedRef deny;
  private final String revision;

  PolicyEngine(RegoProgram program, String revision) {
    this.allow = program.prepare(ALLOW);
    this.deny = program.prepare(DENY);
    this.revision = revision;
  }

  /// Loads the policies of a folder.
  ///
  /// @throws dev.atom.base.AtomException BAD_CONFIGURATION naming the folder and every problem,
  ///   when it cannot be read, holds no policy, or one that does not compile: no policy, no start
  public static PolicyEngine open(Path directory) {
    return PolicyFolder.open(directory).engine();
  }

  /// The SHA-256 hex over the policies' file names and bytes.
  public String revision() {
    return revision;
  }

  /// Decides one call.
  public Decision decide(PolicyInput input, Instant now) {
    try {
      Value document = input.toValue();
      return combine(
          new Question(input, document),
          allow.evaluate(document, LIMITS, now),
          deny.evaluate(document, LIMITS, now));
    } catch (RuntimeException | StackOverflowError e) {
      // SECURITY(T-06): a defect of the evaluator must refuse, never let pass
      return new Decision.Undecided("policy evaluation failed: " + e);
    }
  }

  private Decision combine(Question question, Evaluation allowed, Evaluation denied) {
    return switch (denied) {
      case Evaluation.Failed(RegoError error) -> failed(error);
      case Evaluation.Defined(Value value, List<RuleHit> hits) ->
          value instanceof SetValue set
              ? combine(question, allowed, set, hits)
              : new Decision.Undecided(DENY + " is not a set: " + excerpt(value));
      case Evaluation.Undefined _ -> combine(question, allowed, SetValue.EMPTY, List.of());
    };
  }

  private Decision combine(
      Question question, Evaluation allowed, SetValue denials, List<RuleHit> denying) {
    return switch (allowed) {
      case Evaluation.Failed(RegoError error) -> failed(error);
      case Evaluation.Defined(Value value, List<RuleHit> _) when !(value instanceof Value.Bool) ->
          new Decision.Undecided(ALLOW + " is not a boolean: " + excerpt(value));
      case Evaluation.Defined _ when denials.size() > 0 -> forbid(denials, denying);
      case Evaluation.Undefined _ when denials.size() > 0 -> forbid(denials, denying);
      case Evaluation.Defined(Value value, List<RuleHit> hits) when Value.of(true).equals(value) ->
          new Decision.Permit(authorized(question), rules(ALLOW, hits));
      case Evaluation.Defined _, Evaluation.Undefined _ -> NOTHING_ALLOWS;
    };
  }

  private AuthorizedCall authorized(Question question) {
    return new AuthorizedCall(question.input(), question.document(), revision);
  }

  private static Decision forbid(SetValue denials, List<RuleHit> denying) {
    List<Reason> reasons = new ArrayList<>();
    for (Value denial : denials.items()) {
      String text = Denials.text(denial);
      if (text == null) {
        return new Decision.Undecided(
            DENY + " holds what is neither text nor an object: " + excerpt(denial));
      }
      Denials.addReasons(reasons, text, denial, denying);
    }
    return new Decision.Forbid(reasons, rules(DENY, denying));
  }

  private static List<Rule> rules(String path, List<RuleHit> hits) {
    List<Rule> rules = new ArrayList<>(hits.size());
    for (RuleHit hit : hits) {
      if (hit.path().equals(path)) {
        Rule rule = Denials.rule(hit);
        if (!rules.contains(rule)) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  private static Decision failed(RegoError error) {
    return new Decision.Undecided("policy evaluation failed: " + error);
  }

  private static String excerpt(Value value) {
    String json = value.toJson();
    return json.length() <= 200 ? json : json.substring(0, 200) + "…";
  }

  /// What is asked, and the document that rules see of it.
  private record Question(PolicyInput input, Value document) {}
}
