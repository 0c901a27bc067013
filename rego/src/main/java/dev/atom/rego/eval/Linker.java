// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.RegoError;
import dev.atom.rego.RuleInfo;
import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtins;
import dev.atom.rego.parse.Module;
import dev.atom.rego.parse.RegoException;
import dev.atom.rego.parse.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one program of modules: places rules in the tree of documents, resolves names, refuses
/// conflicts and recursion, compiles.
public final class Linker {
  private final DocNode root = new DocNode("data", "data");
  private final Docs docs = new Docs(root);
  private final Builtins builtins = Builtins.standard();
  private final Map<List<String>, Set<String>> ruleNames = new HashMap<>();
  private final List<RuleCompiler> rules = new ArrayList<>();
  private final List<RuleInfo> infos = new ArrayList<>();
  private final List<RegoError> errors = new ArrayList<>();

  /// Links modules over base documents. Errors found are added to the list; a program comes back
  /// only when there are none.
  public static @Nullable Program link(
      List<Module> modules, ObjectValue data, List<RegoError> errors) {
    var linker = new Linker();
    Program program = linker.link(modules, data);
    errors.addAll(linker.errors);
    return errors.isEmpty() ? program : null;
  }

  private Program link(List<Module> modules, ObjectValue data) {
    for (Module module : modules) {
      Set<String> names = ruleNames.computeIfAbsent(module.path(), _ -> new HashSet<>());
      module.rules().forEach(rule -> names.add(rule.head().name()));
    }
    for (Module module : modules) {
      DocNode home = root;
      for (String name : module.path()) {
        home = home.child(name);
      }
      Set<String> names = ruleNames.getOrDefault(module.path(), Set.of());
      var globals = new Globals(root, module.path(), names, module.imports(), builtins);
      for (Module.Rule rule : module.rules()) {
        DocNode place = home;
        attempt(() -> place(rule, place, globals));
      }
    }
    attempt(() -> unobstructed(root, null));
    rules.forEach(rule -> attempt(rule::resolve));
    if (errors.isEmpty()) {
      attempt(() -> new Recursion(root, rules).check());
    }
    if (errors.isEmpty()) {
      rules.forEach(rule -> attempt(rule::compile));
      settle();
    }
    return new Program(docs, data, List.copyOf(infos), builtins);
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RegoException e) {
      if (errors.size() < 100) {
        errors.add(e.error());
      }
    }
  }

  private void place(Module.Rule rule, DocNode home, Globals globals) {
    Module.Head head = rule.head();
    DocNode node = home.child(head.name());
    int constant = 0;
    while (constant < head.operands().size()
        && head.operands().get(constant) instanceof Term.Literal l
        && l.value() instanceof Value.Str name) {
      node = node.child(name.text());
      constant++;
    }
    List<Term> tail = head.operands().subList(constant, head.operands().size());
    Group group = group(rule, node, kind(rule, tail));
    var info = new RuleInfo(node.path, rule.at().file(), rule.at().line(), rule.at().column());
    infos.add(info);
    rules.add(new RuleCompiler(docs, globals, group, rule, tail, info));
  }

  private static Group.Kind kind(Module.Rule rule, List<Term> tail) {
    Module.Head head = rule.head();
    if (head.args() != null && !tail.isEmpty()) {
      throw new RegoException(
          rule.at(), "rego_parse_error", "a function's name must be made of constants");
    }
    if (rule.isDefault() && !tail.isEmpty()) {
      throw new RegoException(
          rule.at(), "rego_parse_error", "a default rule's name must be made of constants");
    }
    if (head.args() != null) {
      return Group.Kind.FUNCTION;
    }
    if (!tail.isEmpty()) {
      return Group.Kind.OBJECT;
    }
    return head.element() != null ? Group.Kind.SET : Group.Kind.COMPLETE;
  }

  private Group group(Module.Rule rule, DocNode node, Group.Kind kind) {
    int arity = rule.head().args() == null ? 0 : rule.head().args().size();
    Group group = node.group;
    if (group == null) {
      group = new Group(node, kind, docs.freshGroup(), arity, rule.at());
      node.group = group;
    }
    if (group.kind != kind || group.arity != arity) {
      throw new RegoException(
          rule.at(), "rego_type_error", "conflicting rules " + node.path + " found");
    }
    if (rule.isDefault()) {
      for (RuleCompiler other : rules) {
        if (other.group() == group && other.isDefault()) {
          throw new RegoException(
              rule.at(), "rego_type_error", "multiple default rules " + node.path + " found");
        }
      }
    }
    return group;
  }

  /// A document with a value of its own cannot have rules below it.
  private static void unobstructed(DocNode node, @Nullable Group above) {
    Group group = node.group;
    if (above != null && group != null) {
      throw new RegoException(
          group.at,
          "rego_type_error",
          "rule " + node.path + " conflicts with rule " + above.node.path);
    }
    boolean closed =
        group != null && (group.kind == Group.Kind.COMPLETE || group.kind == Group.Kind.SET);
    for (DocNode child : node.children.values()) {
      unobstructed(child, closed ? group : above);
    }
  }

  /// Marks the documents whose rules all give one constant: the first success settles them.
  private void settle() {
    var constants = new HashMap<Group, @Nullable Node>();
    for (RuleCompiler rule : rules) {
      if (rule.isDefault()) {
        continue;
      }
      Group group = rule.group();
      Node constant = rule.constant();
      boolean same =
          constant != null
              && (!constants.containsKey(group) || constant.equals(constants.get(group)));
      constants.put(group, same ? constant : null);
    }
    constants.forEach((group, constant) -> group.settledByFirst = constant != null);
  }
}
