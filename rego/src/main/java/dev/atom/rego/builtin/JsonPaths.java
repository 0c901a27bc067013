// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.List;

/// Keeping and removing parts of a document by paths such as `a/b/0`.
final class JsonPaths {
  private JsonPaths() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("json.filter", 2, (c, a) -> filter(a)),
        new Builtin("json.remove", 2, (c, a) -> remove(a)),
        new Builtin("json.patch", 2, (c, a) -> JsonPatch.patch(a)));
  }

  private static Value filter(Value[] args) {
    ObjectValue object = Args.object(args, 0);
    var wanted = new Selection();
    paths(args).forEach(wanted::add);
    return wanted.keep(object);
  }

  private static Value remove(Value[] args) {
    ObjectValue object = Args.object(args, 0);
    var unwanted = new Selection();
    paths(args).forEach(unwanted::add);
    return unwanted.drop(object);
  }

  private static List<List<String>> paths(Value[] args) {
    var paths = new ArrayList<List<String>>();
    for (Value path : Args.items(args, 1)) {
      switch (path) {
        case Value.Str text -> paths.add(parts(text.text()));
        case Value.Arr segments -> paths.add(segments.items().stream().map(Texts::plain).toList());
        default ->
            throw BuiltinException.type(
                "operand 2 must be one of {set, array} containing string paths or array of path"
                    + " segments but got "
                    + Args.kind(path));
      }
    }
    return paths;
  }

  /// The segments of a pointer: `~1` is a slash, `~0` a tilde.
  static List<String> parts(String pointer) {
    String bare = pointer.startsWith("/") ? pointer.substring(1) : pointer;
    if (bare.isEmpty() && !pointer.startsWith("/")) {
      return List.of();
    }
    var parts = new ArrayList<String>();
    for (String part : bare.split("/", -1)) {
      parts.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return parts;
  }

  /// A tree of path segments; a leaf selects all below it.
  private static final class Selection {
    private final java.util.Map<String, Selection> below = new java.util.LinkedHashMap<>();
    private boolean whole;

    void add(List<String> path) {
      Selection at = this;
      for (String part : path) {
        at = at.below.computeIfAbsent(part, _ -> new Selection());
      }
      at.whole = true;
    }

    Value keep(Value value) {
      if (whole) {
        return value;
      }
      return switch (value) {
        case ObjectValue o -> {
          var kept = new ObjectValue.Builder(below.size());
          o.forEach((key, member) -> {
            Selection inner = below.get(Texts.plain(key));
            if (inner != null) {
              kept.put(key, inner.keep(member));
            }
          });
          yield kept.build();
        }
        case Value.Arr a -> {
          var kept = new ArrayList<Value>();
          for (int i = 0; i < a.size(); i++) {
            Selection inner = below.get(String.valueOf(i));
            if (inner != null) {
              kept.add(inner.keep(a.get(i)));
            }
          }
          yield Value.array(kept);
        }
        case SetValue s -> {
          var kept = new SetValue.Builder(below.size());
          for (Value item : s.items()) {
            Selection inner = below.get(Texts.plain(item));
            if (inner != null) {
              kept.add(inner.keep(item));
            }
          }
          yield kept.build();
        }
        default -> value;
      };
    }

    Value drop(Value value) {
      return switch (value) {
        case ObjectValue o -> {
          var left = new ObjectValue.Builder(o.size());
          o.forEach((key, member) -> {
            Selection inner = below.get(Texts.plain(key));
            if (inner == null || !inner.whole) {
              left.put(key, inner == null ? member : inner.drop(member));
            }
          });
          yield left.build();
        }
        case Value.Arr a -> {
          var left = new ArrayList<Value>();
          for (int i = 0; i < a.size(); i++) {
            Selection inner = below.get(String.valueOf(i));
            if (inner == null || !inner.whole) {
              left.add(inner == null ? a.get(i) : inner.drop(a.get(i)));
            }
          }
          yield Value.array(left);
        }
        case SetValue s -> {
          var left = new SetValue.Builder(s.size());
          for (Value item : s.items()) {
            Selection inner = below.get(Texts.plain(item));
            if (inner == null || !inner.whole) {
              left.add(inner == null ? item : inner.drop(item));
            }
          }
          yield left.build();
        }
        default -> value;
      };
    }
  }
}
