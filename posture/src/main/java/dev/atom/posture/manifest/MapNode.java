// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A mapping of keys to values, in the order they stand. Two are equal when they hold equal values
/// under the same keys in the same order at the same place.
public final class MapNode implements Node {
  /// Above so many keys a table finds them; below, looking at each is faster and smaller.
  private static final int SEARCHED_MAX = 12;

  private final String[] keys;
  private final Node[] values;
  private final Map<String, Node> table;
  private final Place place;

  /// A mapping with as many values as keys; no key twice.
  public MapNode(List<String> keys, List<? extends Node> values, Place place) {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(keys.size() + " keys, " + values.size() + " values");
    }
    this.keys = keys.toArray(new String[0]);
    this.values = values.toArray(new Node[0]);
    this.place = Objects.requireNonNull(place, "place");
    this.table = this.keys.length > SEARCHED_MAX ? table(this.keys, this.values) : Map.of();
  }

  /// A mapping without keys.
  public static MapNode empty(Place place) {
    return new MapNode(List.of(), List.of(), place);
  }

  private static Map<String, Node> table(String[] keys, Node[] values) {
    Map<String, Node> table = HashMap.newHashMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      table.put(keys[i], values[i]);
    }
    return table;
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Node get(String key) {
    if (keys.length > SEARCHED_MAX) {
      Node value = table.get(key);
      return value == null ? new NullNode(place, false) : value;
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return values[i];
      }
    }
    return new NullNode(place, false);
  }

  @Override
  public List<String> keys() {
    return List.of(keys);
  }

  /// The values, in the order of the keys.
  public List<Node> values() {
    return List.of(values);
  }

  /// How many keys there are.
  public int size() {
    return keys.length;
  }

  /// This mapping with `value` under `key`, at the end if the key is new.
  public MapNode with(String key, Node value) {
    List<String> newKeys = new ArrayList<>(keys());
    List<Node> newValues = new ArrayList<>(values());
    int at = newKeys.indexOf(key);
    if (at < 0) {
      newKeys.add(key);
      newValues.add(value);
    } else {
      newValues.set(at, value);
    }
    return new MapNode(newKeys, newValues, place);
  }

  @Override
  public boolean isEmpty() {
    return keys.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MapNode map
        && Arrays.equals(keys, map.keys)
        && Arrays.equals(values, map.values)
        && place.equals(map.place);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "MapNode" + Arrays.toString(keys) + " at " + place.shown();
  }
}
