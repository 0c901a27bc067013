// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The documents below `data`: those that rules define laid over the base documents.
final class Docs {
  final DocNode root;
  private int groups;

  Docs(DocNode root) {
    this.root = root;
  }

  int freshGroup() {
    return groups++;
  }

  int groups() {
    return groups;
  }

  /// A path without free variables. As much of it as is constant is walked when it is compiled.
  Expr path(Expr[] keys, List<Node> nodes) {
    DocNode node = root;
    int depth = 0;
    while (depth < keys.length && node.group == null && nodes.get(depth) instanceof Node.Const c) {
      DocNode child = c.value() instanceof Value.Str s ? node.children.get(s.text()) : null;
      if (child == null) {
        break;
      }
      node = child;
      depth++;
    }
    Expr general = frame -> descend(frame, keys);
    Group group = node.group;
    if (group == null || group.kind == Group.Kind.OBJECT || group.kind == Group.Kind.FUNCTION) {
      return general;
    }
    Expr value =
        frame -> frame.run.scope.masked == null ? frame.run.value(group) : frame.run.visible(group);
    if (depth == keys.length) {
      return frame -> frame.run.scope.masked == null ? value.eval(frame) : general.eval(frame);
    }
    var rest = new Expr[keys.length - depth];
    System.arraycopy(keys, depth, rest, 0, rest.length);
    Expr indexed = Exprs.index(value, rest, nodes.subList(depth, nodes.size()));
    return frame -> frame.run.scope.masked == null ? indexed.eval(frame) : general.eval(frame);
  }

  /// Walks node and base document side by side; where the tree of rules ends, a plain value goes
  /// on.
  private @Nullable Value descend(Frame frame, Expr[] keys) {
    DocNode node = root;
    Value base = frame.run.scope.data;
    for (int i = 0; i <= keys.length; i++) {
      if (node != null && frame.run.scope.hides(node)) {
        node = null;
      }
      if (node != null && (i == keys.length || node.group != null)) {
        Value value = frame.run.extent(node, base);
        for (int k = i; k < keys.length && value != null; k++) {
          Value key = keys[k].eval(frame);
          value = key == null ? null : Exprs.at(value, key);
        }
        return value;
      }
      if (i == keys.length) {
        return base;
      }
      Value key = keys[i].eval(frame);
      if (key == null) {
        return null;
      }
      node = node != null && key instanceof Value.Str s ? node.children.get(s.text()) : null;
      base = base == null ? null : baseAt(base, key);
      if (node == null && base == null) {
        return null;
      }
    }
    return null;
  }

  /// Base documents are stored by path, where every key is text: `data[2]` finds the key `"2"`.
  private static @Nullable Value baseAt(Value base, Value key) {
    Value found = Exprs.at(base, key);
    if (found == null && base instanceof ObjectValue object && key instanceof Value.Num) {
      return object.get(Value.of(key.toJson()));
    }
    return found;
  }

  /// A step along a path below `data` with free variables.
  Step walk(Walk.Operand[] operands, Pattern end, Step next) {
    var plain = new Walk(Exprs.INPUT, operands, end, next);
    return frame -> walk(frame, operands, plain, root, frame.run.scope.data, 0);
  }

  private static boolean walk(
      Frame frame,
      Walk.Operand[] operands,
      Walk plain,
      DocNode node,
      @Nullable Value base,
      int position) {
    if (frame.run.scope.hides(node)) {
      return base != null && plain.from(frame, base, position);
    }
    if (position == operands.length || node.group != null) {
      Value value = frame.run.extent(node, base);
      return value != null && plain.from(frame, value, position);
    }
    Walk.Operand operand = operands[position];
    if (operand.pattern() != null) {
      return eachChild(frame, operands, plain, node, base, position);
    }
    Value key = Walk.key(operand, frame);
    return key != null && child(frame, operands, plain, node, base, position, key);
  }

  private static boolean eachChild(
      Frame frame,
      Walk.Operand[] operands,
      Walk plain,
      DocNode node,
      @Nullable Value base,
      int position) {
    var keys = new TreeSet<Value>();
    for (Map.Entry<String, DocNode> child : node.children.entrySet()) {
      keys.add(child.getValue().key);
    }
    if (base instanceof ObjectValue object) {
      object.forEach((key, value) -> keys.add(key));
    }
    Pattern pattern = operands[position].pattern();
    for (Value key : keys) {
      frame.run.step();
      if (pattern != null
          && pattern.match(frame, key)
          && child(frame, operands, plain, node, base, position, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean child(
      Frame frame,
      Walk.Operand[] operands,
      Walk plain,
      DocNode node,
      @Nullable Value base,
      int position,
      Value key) {
    DocNode child = key instanceof Value.Str s ? node.children.get(s.text()) : null;
    Value below = base == null ? null : baseAt(base, key);
    if (child != null) {
      return walk(frame, operands, plain, child, below, position + 1);
    }
    return below != null && plain.from(frame, below, position + 1);
  }
}
