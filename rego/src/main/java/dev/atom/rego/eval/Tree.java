// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import dev.atom.rego.parse.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A document that grows member by member, and refuses a second value for a member.
///
/// A member is a value, a growing set, or a tree again.
final class Tree {
  private final Map<Value, Object> members = new LinkedHashMap<>();

  /// A tree seen from a prefix, where the rules of a group put their members.
  static final class Below {
    private final Tree tree;
    private final Value[] prefix;

    Below(Tree tree, Value[] prefix) {
      this.tree = tree;
      this.prefix = prefix;
    }

    boolean put(Position at, Value[] keys, Value value) {
      return tree.put(at, path(keys), value);
    }

    boolean add(Position at, Value[] keys, Value item) {
      return tree.add(at, path(keys), item);
    }

    private Value[] path(Value[] keys) {
      if (prefix.length == 0) {
        return keys;
      }
      var path = new Value[prefix.length + keys.length];
      System.arraycopy(prefix, 0, path, 0, prefix.length);
      System.arraycopy(keys, 0, path, prefix.length, keys.length);
      return path;
    }
  }

  /// Puts a value and says whether it is new.
  boolean put(Position at, Value[] path, Value value) {
    Tree tree = parent(at, path);
    Object known = tree.members.putIfAbsent(path[path.length - 1], value);
    if (known != null && !known.equals(value)) {
      throw conflict(at);
    }
    return known == null;
  }

  /// Adds an item to a set and says whether it is new.
  boolean add(Position at, Value[] path, Value item) {
    return set(at, path).add(item);
  }

  void addAll(Position at, Value[] path, @Nullable Value items) {
    SetValue.Builder set = set(at, path);
    if (items instanceof SetValue values) {
      values.items().forEach(set::add);
    }
  }

  private SetValue.Builder set(Position at, Value[] path) {
    Tree tree = parent(at, path);
    Object known =
        tree.members.computeIfAbsent(path[path.length - 1], _ -> new SetValue.Builder(4));
    if (!(known instanceof SetValue.Builder set)) {
      throw conflict(at);
    }
    return set;
  }

  private Tree parent(Position at, Value[] path) {
    Tree tree = this;
    for (int i = 0; i < path.length - 1; i++) {
      Object below = tree.members.computeIfAbsent(path[i], _ -> new Tree());
      if (!(below instanceof Tree next)) {
        throw conflict(at);
      }
      tree = next;
    }
    return tree;
  }

  private static EvalException conflict(Position at) {
    return new EvalException(at, "eval_conflict_error", "object keys must be unique");
  }

  ObjectValue value() {
    var builder = new ObjectValue.Builder(members.size());
    members.forEach((key, member) ->
        builder.put(
            key,
            switch (member) {
              case Tree tree -> tree.value();
              case SetValue.Builder set -> set.build();
              default -> (Value) member;
            }));
    return builder.build();
  }
}
