// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtin;
import dev.atom.rego.builtin.Builtins;
import dev.atom.rego.parse.Module;
import dev.atom.rego.parse.RegoException;
import dev.atom.rego.parse.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What names mean throughout a module: its imports, the rules of its package, the functions.
final class Globals {
  private final DocNode root;
  private final List<String> packagePath;
  private final Set<String> rules;
  private final Map<String, List<String>> imports = new HashMap<>();
  private final Builtins builtins;

  Globals(
      DocNode root,
      List<String> packagePath,
      Set<String> rules,
      List<Module.Import> imports,
      Builtins builtins) {
    this.root = root;
    this.packagePath = packagePath;
    this.rules = rules;
    this.builtins = builtins;
    imports.forEach(i -> this.imports.put(i.name(), i.path()));
  }

  boolean has(String name) {
    return imports.containsKey(name)
        || rules.contains(name)
        || name.equals("input")
        || name.equals("data");
  }

  /// The full path a name stands for, beginning with `data` or `input`, or null.
  private @Nullable List<String> path(String name) {
    List<String> imported = imports.get(name);
    if (imported != null) {
      return imported;
    }
    if (rules.contains(name)) {
      var path = new ArrayList<String>();
      path.add("data");
      path.addAll(packagePath);
      path.add(name);
      return path;
    }
    return name.equals("input") || name.equals("data") ? List.of(name) : null;
  }

  /// The document a name stands for, or null.
  @Nullable Node document(Term.Var variable) {
    List<String> path = path(variable.name());
    if (path == null) {
      return null;
    }
    var head = new Node.Root(path.getFirst().equals("data"));
    if (path.size() == 1) {
      return head;
    }
    var operands = new ArrayList<Node>();
    path.subList(1, path.size()).forEach(p -> operands.add(new Node.Const(Value.of(p))));
    return new Node.Path(variable.at(), head, operands);
  }

  /// The names a term is made of when it is a variable or a reference of constant strings.
  private static @Nullable List<String> names(Term term) {
    if (term instanceof Term.Var variable) {
      return List.of(variable.name());
    }
    if (!(term instanceof Term.Ref reference) || !(reference.head() instanceof Term.Var head)) {
      return null;
    }
    var names = new ArrayList<String>();
    names.add(head.name());
    for (Term operand : reference.path()) {
      if (!(operand instanceof Term.Literal l && l.value() instanceof Value.Str s)) {
        return null;
      }
      names.add(s.text());
    }
    return names;
  }

  private @Nullable List<String> fullPath(List<String> names) {
    List<String> head = path(names.getFirst());
    if (head == null) {
      return null;
    }
    var full = new ArrayList<>(head);
    full.addAll(names.subList(1, names.size()));
    return full;
  }

  /// The function a call names: a [Builtin] or the [DocNode] of rules.
  Object function(Term operator, Predicate<String> local) {
    List<String> names = names(operator);
    Object function = functionOrNull(operator, local);
    if (function != null && names != null) {
      return function;
    }
    String shown = names == null ? "this term" : String.join(".", names);
    if (names != null && fullPath(names) == null && Builtins.isRefused(shown)) {
      throw new RegoException(
          operator.at(), "rego_unsupported", "builtin '" + shown + "' is not supported");
    }
    throw new RegoException(operator.at(), "rego_type_error", "undefined function " + shown);
  }

  @Nullable Object functionOrNull(Term operator, Predicate<String> local) {
    List<String> names = names(operator);
    if (names == null || local.test(names.getFirst())) {
      return null;
    }
    if (names.getFirst().startsWith("#")) {
      return builtins.find(names.getFirst().substring(1));
    }
    List<String> full = fullPath(names);
    if (full == null) {
      return builtins.find(String.join(".", names));
    }
    DocNode node = full.getFirst().equals("data") ? root.find(full.subList(1, full.size())) : null;
    return node != null && node.isFunction() ? node : null;
  }

  int arity(Object function) {
    if (function instanceof Builtin builtin) {
      return builtin.arity();
    }
    Group group = ((DocNode) function).group;
    return group == null ? 0 : group.arity;
  }

  String name(Object function) {
    return function instanceof Builtin builtin ? builtin.name() : ((DocNode) function).path;
  }

  /// The document a `with` replaces, or null when its target is a function.
  @Nullable List<String> replaced(Term target, Predicate<String> local) {
    List<String> names = names(target);
    if (names == null || local.test(names.getFirst())) {
      throw new RegoException(
          target.at(),
          "rego_type_error",
          "with keyword target must reference existing input, data, or a function");
    }
    List<String> full = fullPath(names);
    if (full == null) {
      return null;
    }
    if (full.getFirst().equals("input")) {
      return full;
    }
    DocNode node = root;
    for (String name : full.subList(1, full.size())) {
      if (node.group != null) {
        throw new RegoException(
            target.at(),
            "rego_compile_error",
            "with keyword cannot partially replace virtual document(s)");
      }
      node = node.children.get(name);
      if (node == null) {
        return full;
      }
    }
    return node.isFunction() ? null : full;
  }
}
