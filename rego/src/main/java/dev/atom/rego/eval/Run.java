// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import com.google.re2j.Pattern;
import dev.atom.rego.EvaluationLimits;
import dev.atom.rego.ObjectValue;
import dev.atom.rego.RuleHit;
import dev.atom.rego.RuleInfo;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import dev.atom.rego.builtin.BuiltinContext;
import dev.atom.rego.builtin.PatternCache;
import dev.atom.rego.parse.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One evaluation: the world it sees, what it has cost so far, which rules have succeeded.
///
/// Confined to one thread.
final class Run implements BuiltinContext {
  private static final Object UNDEFINED = new Object();
  static final Position NOWHERE = new Position("", 0, 0);

  Scope scope;
  final boolean strict;
  private final PatternCache patterns;
  private final long now;
  private final long stepsMax;
  private final int depthMax;
  private long steps;
  private int depth;
  private final List<RuleHit> hits = new ArrayList<>(4);
  private Position at = NOWHERE;

  Run(Scope scope, EvaluationLimits limits, long now, PatternCache patterns) {
    this.scope = scope;
    this.strict = limits.strictBuiltinErrors();
    this.stepsMax = limits.steps();
    this.depthMax = limits.depth();
    this.now = now;
    this.patterns = patterns;
  }

  void step() {
    if (++steps > stepsMax) {
      throw overrun();
    }
  }

  @Override
  public void charge(long more) {
    steps += more;
    if (steps > stepsMax) {
      throw overrun();
    }
  }

  private EvalException overrun() {
    return new EvalException(
        at, "eval_limit_error", "evaluation took more than " + stepsMax + " steps");
  }

  @Override
  public long nowNanos() {
    return now;
  }

  @Override
  public Pattern pattern(String expression) {
    return patterns.get(expression);
  }

  void hit(RuleInfo rule, Value value) {
    hits.add(new RuleHit(rule.path(), rule.file(), rule.line(), value));
  }

  List<RuleHit> hits() {
    return hits.size() < 2 ? hits : new ArrayList<>(new LinkedHashSet<>(hits));
  }

  /// The value of a document that rules define, computed once in a world.
  @Nullable Value value(Group group) {
    Object known = scope.cache[group.index];
    if (known != null) {
      return known == UNDEFINED ? null : (Value) known;
    }
    enter(group);
    Value value =
        switch (group.kind) {
          case COMPLETE -> complete(group, null);
          case SET -> set(group);
          case OBJECT, FUNCTION -> null;
        };
    depth--;
    scope.cache[group.index] = value == null ? UNDEFINED : value;
    return value;
  }

  /// The value of a document unless a replacement stands above or at it.
  @Nullable Value visible(Group group) {
    return scope.hides(group.node) ? null : value(group);
  }

  /// Calls a function that rules define.
  @Nullable Value call(Group group, Value[] args) {
    enter(group);
    Value value = complete(group, args);
    depth--;
    return value;
  }

  private void enter(Group group) {
    at = group.at;
    step();
    if (++depth > depthMax) {
      throw new EvalException(
          group.at,
          "eval_limit_error",
          "rules call one another deeper than " + depthMax + " at " + group.node.path);
    }
  }

  private @Nullable Value complete(Group group, Value @Nullable [] args) {
    Value result = null;
    for (Group.RuleCode rule : group.rules) {
      Value value = rule(rule, args);
      if (value != null) {
        if (result != null && !result.equals(value)) {
          throw conflict(rule.info(), args != null);
        }
        result = value;
        if (group.settledByFirst) {
          break;
        }
      }
    }
    if (result == null && group.fallback != null) {
      return branch(group.fallback, null);
    }
    return result;
  }

  static EvalException conflict(RuleInfo rule, boolean function) {
    return new EvalException(
        new Position(rule.file(), rule.line(), rule.column()),
        "eval_conflict_error",
        function
            ? "functions must not produce multiple outputs for same inputs"
            : "complete rules must not produce multiple outputs");
  }

  private @Nullable Value rule(Group.RuleCode rule, Value @Nullable [] args) {
    for (Group.Branch branch : rule.branches()) {
      Value value = branch(branch, args);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private @Nullable Value branch(Group.Branch branch, Value @Nullable [] args) {
    var frame = new Frame(this, branch.slots(), branch.aux());
    if (args != null) {
      System.arraycopy(args, 0, frame.slots, 0, args.length);
    }
    branch.start().run(frame);
    return frame.result;
  }

  private Value set(Group group) {
    var items = new SetValue.Builder(4);
    collect(group, items);
    return items.build();
  }

  private void collect(Group group, Object collector) {
    for (Group.RuleCode rule : group.rules) {
      for (Group.Branch branch : rule.branches()) {
        var frame = new Frame(this, branch.slots(), branch.aux());
        frame.aux[0] = collector;
        branch.start().run(frame);
      }
    }
  }

  /// All there is at and below a node, base documents included.
  @Nullable Value extent(DocNode node, @Nullable Value base) {
    Group group = node.group;
    if (scope.hides(node)) {
      return base;
    }
    if (group != null && group.kind == Group.Kind.FUNCTION && node.children.isEmpty()) {
      return base;
    }
    if (group != null && (group.kind == Group.Kind.COMPLETE || group.kind == Group.Kind.SET)) {
      return base != null ? base : value(group);
    }
    if (node.isDynamic() && group != null) {
      return dynamic(node, group, base);
    }
    var members =
        base instanceof ObjectValue object
            ? object.toBuilder()
            : new ObjectValue.Builder(node.children.size());
    for (Map.Entry<String, DocNode> child : node.children.entrySet()) {
      Value key = child.getValue().key;
      Value value = extent(child.getValue(), members.get(key));
      if (value != null) {
        members.put(key, value);
      }
    }
    return members.build();
  }

  private Value dynamic(DocNode node, Group group, @Nullable Value base) {
    Object known = scope.cache[group.index];
    if (known == null) {
      enter(group);
      var tree = new Tree();
      fill(node, tree, new Value[0]);
      depth--;
      known = tree.value();
      scope.cache[group.index] = known;
    }
    var value = (ObjectValue) known;
    if (base instanceof ObjectValue below && below.size() > 0) {
      var merged = value.toBuilder();
      below.forEach(merged::put);
      return merged.build();
    }
    return value;
  }

  private void fill(DocNode node, Tree tree, Value[] prefix) {
    Group group = node.group;
    if (group != null) {
      switch (group.kind) {
        case OBJECT -> collect(group, new Tree.Below(tree, prefix));
        case COMPLETE -> {
          Value value = value(group);
          if (value != null) {
            tree.put(group.at, prefix, value);
          }
        }
        case SET -> tree.addAll(group.at, prefix, value(group));
        case FUNCTION -> {
          // A function is no document.
        }
      }
    }
    for (DocNode child : node.children.values()) {
      Value[] below = Arrays.copyOf(prefix, prefix.length + 1);
      below[prefix.length] = child.key;
      fill(child, tree, below);
    }
  }
}
