// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A place in the tree of documents that rules define, below `data`.
final class DocNode {
  final String path;
  final Value key;
  final Map<String, DocNode> children = new TreeMap<>();
  @Nullable Group group;

  DocNode(String path, String key) {
    this.path = path;
    this.key = Value.of(key);
  }

  DocNode child(String name) {
    return children.computeIfAbsent(name, n -> new DocNode(path + shown(n), n));
  }

  @Nullable DocNode find(List<String> names) {
    DocNode node = this;
    for (String name : names) {
      node = node.children.get(name);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  boolean isFunction() {
    return group != null && group.kind == Group.Kind.FUNCTION;
  }

  /// Whether a walk must stop here because rules choose the keys below at run time.
  boolean isDynamic() {
    return group != null && group.kind == Group.Kind.OBJECT;
  }

  private static String shown(String name) {
    boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
    for (int i = 0; i < name.length(); i++) {
      plain &= Character.isLetterOrDigit(name.charAt(i)) || name.charAt(i) == '_';
    }
    return plain ? "." + name : "[" + Value.of(name).toJson() + "]";
  }
}
