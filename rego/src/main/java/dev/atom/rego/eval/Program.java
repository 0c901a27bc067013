// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.EvaluationLimits;
import dev.atom.rego.ObjectValue;
import dev.atom.rego.RegoError;
import dev.atom.rego.RuleHit;
import dev.atom.rego.RuleInfo;
import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtins;
import dev.atom.rego.builtin.PatternCache;
import dev.atom.rego.parse.Position;
import dev.atom.rego.parse.Statement;
import dev.atom.rego.parse.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A linked program. Immutable but for its cache of regular expressions; any number of threads may
/// ask it at once.
public final class Program {
  private final Docs docs;
  private final ObjectValue data;
  private final List<RuleInfo> rules;
  private final Builtins builtins;
  private final PatternCache patterns = new PatternCache();

  Program(Docs docs, ObjectValue data, List<RuleInfo> rules, Builtins builtins) {
    this.docs = docs;
    this.data = data;
    this.rules = rules;
    this.builtins = builtins;
  }

  public List<RuleInfo> rules() {
    return rules;
  }

  /// What a question gives: a result with the hits, or an error.
  public record Result<T>(@Nullable T value, List<RuleHit> hits, @Nullable RegoError error) {}

  /// A compiled question.
  @FunctionalInterface
  public interface Question<T> {
    Result<T> ask(@Nullable Value input, EvaluationLimits limits, Instant now);
  }

  /// Compiles the question what a document is.
  public Question<Value> document(List<String> path) {
    var keys = new Expr[path.size()];
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < keys.length; i++) {
      Value key = Value.of(path.get(i));
      keys[i] = frame -> key;
      nodes.add(new Node.Const(key));
    }
    Expr expr = docs.path(keys, nodes);
    return (input, limits, now) ->
        guarded(input, limits, now, run -> expr.eval(new Frame(run, 0, 0)));
  }

  /// Compiles the question for which variables some statements hold.
  ///
  /// @throws dev.atom.rego.parse.RegoException when the statements cannot be compiled
  public Question<List<Map<String, Value>>> query(List<Statement> statements) {
    var globals = new Globals(docs.root, List.of(), Set.of(), List.of(), builtins);
    var resolver = new Resolver(globals);
    Names names = resolver.open(null, statements, List.<Term>of());
    Node.Body body = resolver.body(names, statements);
    var planner = new Planner(docs, new Position("query", 1, 1), resolver.slots(), 1);
    var plan = new Plan(new BitSet());
    planner.body(body, plan);
    Map<String, Integer> shown = new HashMap<>(names.own());
    shown.keySet().removeIf(name -> name.startsWith("$"));
    Step first = plan.link(frame -> answer(frame, shown));
    int slots = planner.terms().slots();
    int aux = planner.terms().aux();
    return (input, limits, now) ->
        guarded(
            input,
            limits,
            now,
            run -> {
              var frame = new Frame(run, slots, aux);
              var answers = new ArrayList<Map<String, Value>>();
              frame.aux[0] = answers;
              first.run(frame);
              return answers;
            });
  }

  @SuppressWarnings("unchecked")
  private static boolean answer(Frame frame, Map<String, Integer> shown) {
    var bindings = new TreeMap<String, Value>();
    shown.forEach((name, slot) -> bindings.put(name, frame.slots[slot]));
    ((List<Map<String, Value>>) frame.aux[0]).add(bindings);
    return false;
  }

  private <T> Result<T> guarded(
      @Nullable Value input,
      EvaluationLimits limits,
      Instant now,
      Function<Run, @Nullable T> question) {
    var scope = new Scope(input, data, null, null, docs.groups());
    var run = new Run(scope, limits, nanos(now), patterns);
    try {
      T value = question.apply(run);
      return new Result<>(value, run.hits(), null);
    } catch (EvalException e) {
      return new Result<>(null, List.of(), e.error);
    } catch (StackOverflowError e) {
      Position at = Run.NOWHERE;
      return new Result<>(
          null,
          List.of(),
          new RegoError(
              at.file(),
              at.line(),
              at.column(),
              "eval_limit_error",
              "evaluation nested deeper than the thread's stack allows"));
    }
  }

  private static long nanos(Instant now) {
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }
}
