// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the file and the flags say, before any record is asked: text, lists and mappings, each with
/// its origin. Mutable only while it is being put together.
sealed interface ConfigTree {
  Origin origin();

  /// A single value as text.
  record Leaf(String text, Origin origin) implements ConfigTree {}

  /// Several values.
  record Items(List<ConfigTree> elements, Origin origin) implements ConfigTree {}

  /// Keys with values, in the order of the file.
  record Keys(Map<String, ConfigTree> children, Origin origin) implements ConfigTree {
    static Keys empty(Origin origin) {
      return new Keys(new LinkedHashMap<>(), origin);
    }
  }

  /// Lays `path=value` over the tree; numbers in the path name elements of lists.
  ///
  /// @return what is wrong with the flag, or empty text
  static String overlay(Keys root, String flag) {
    int equals = flag.indexOf('=');
    if (equals < 1) {
      return "not of the form key=value";
    }
    var origin = Origin.flag(flag.substring(0, equals));
    var steps = new ArrayList<>(List.of(flag.substring(0, equals).split("\\.", -1)));
    String last = steps.removeLast();
    ConfigTree here = root;
    for (String step : steps) {
      here = descend(here, step, origin);
    }
    return put(here, last, new Leaf(flag.substring(equals + 1), origin));
  }

  private static ConfigTree descend(ConfigTree here, String step, Origin origin) {
    return switch (here) {
      case Keys(var children, _) -> children.computeIfAbsent(step, _ -> Keys.empty(origin));
      case Items(var elements, _) when index(step, elements.size()) >= 0 ->
          elements.get(index(step, elements.size()));
      case Items _, Leaf _ -> new Leaf("", origin);
    };
  }

  private static String put(ConfigTree here, String key, Leaf leaf) {
    return switch (here) {
      case Keys(var children, _) -> {
        children.put(key, leaf);
        yield "";
      }
      case Items(var elements, _) when index(key, elements.size()) >= 0 -> {
        elements.set(index(key, elements.size()), leaf);
        yield "";
      }
      case Items _, Leaf _ -> "there is no such key to set";
    };
  }

  private static int index(String step, int size) {
    try {
      int index = Integer.parseInt(step);
      return index < size ? index : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
