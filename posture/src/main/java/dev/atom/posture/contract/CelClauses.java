// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.TextNode;
import dev.atom.posture.manifest.Workload;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges the clauses that users write in the Common Expression Language, the one of Kubernetes'
/// own admission policies. `self` is the container, pod spec or object; `object` the whole object.
///
/// Bounded: an expression has a length and a depth, a loop a number of turns. One that fails while
/// it is evaluated has not been kept.
final class CelClauses {
  private static final int LENGTH_MAX = 10_000;
  private static final int TURNS_MAX = 10_000;
  private static final int DEPTH_MAX = 50;

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  CelClauses() {
    CelOptions options =
        CelOptions.current()
            .maxExpressionCodePointSize(LENGTH_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .comprehensionMaxIterations(TURNS_MAX)
            .build();
    compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(options)
            .setStandardMacros(dev.cel.parser.CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("object", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();
    runtime = CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(options).build();
  }

  void judge(Rule rule, Scene scene) {
    if (!(rule.clause() instanceof Clause.Cel clause)) {
      throw new IllegalArgumentException(rule.id() + " has no expression");
    }
    CelRuntime.Program program = program(rule, clause);
    switch (clause.where().target()) {
      case OBJECT -> {
        for (Manifest manifest : scene.cluster().manifests()) {
          if (FieldClauses.isWanted(clause.where(), manifest)) {
            ask(program, scene, manifest, "", manifest.root(), "");
          }
        }
      }
      case POD -> {
        for (Workload workload : scene.cluster().workloads()) {
          if (FieldClauses.isWanted(clause.where(), workload.owner())) {
            ask(program, scene, workload.owner(), workload.specPath(), workload.podSpec(), "");
          }
        }
      }
      case CONTAINER -> {
        for (Workload workload : scene.cluster().workloads()) {
          if (FieldClauses.isWanted(clause.where(), workload.owner())) {
            for (Container c : workload.containers()) {
              ask(program, scene, workload.owner(), c.path(), c.node(), c.name());
            }
          }
        }
      }
    }
  }

  private CelRuntime.Program program(Rule rule, Clause.Cel clause) {
    try {
      return runtime.createProgram(compiler.compile(clause.expression()).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "the expression of the rule " + rule.id() + " is no good one: " + e.getMessage(),
          e);
    }
  }

  private static void ask(
      CelRuntime.Program program,
      Scene scene,
      Manifest object,
      String path,
      Node self,
      String container) {
    String found = answer(program, object, self);
    if (!found.isEmpty()) {
      scene.broken(
          object,
          path,
          self,
          found,
          "must keep: " + scene.rule().title(),
          new Scope(container, "", ""));
    }
  }

  /// Empty when it holds.
  private static String answer(CelRuntime.Program program, Manifest object, Node self) {
    try {
      Object result = program.eval(Map.of("self", value(self), "object", value(object.root())));
      return Boolean.TRUE.equals(result) ? "" : "does not keep it";
    } catch (CelEvaluationException _) {
      // The message may hold values of the object.
      return "does not keep it: the expression cannot be evaluated here";
    }
  }

  private static Object value(Node node) {
    return switch (node) {
      case TextNode text -> text.text();
      case BoolNode flag -> flag.value();
      case NumberNode number ->
          number.integer().isPresent() ? (Object) number.integer().getAsLong() : real(number);
      case NullNode _ -> dev.cel.common.values.NullValue.NULL_VALUE;
      case ListNode list -> list.items().stream().map(CelClauses::value).toList();
      case MapNode map -> map(map);
    };
  }

  private static Object real(NumberNode number) {
    try {
      return Double.parseDouble(number.literal());
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private static Map<String, Object> map(MapNode node) {
    Map<String, Object> map = HashMap.newHashMap(node.size());
    List<Node> values = new ArrayList<>(node.values());
    for (String key : node.keys()) {
      map.put(key, value(values.get(map.size())));
    }
    return map;
  }
}
