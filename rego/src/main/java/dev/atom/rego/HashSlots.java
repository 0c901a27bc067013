// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A list of distinct values that finds a value's place: by looking at each while there are few, by
/// an open hash table above, and by a sorted tree once hashes collide too much, so that keys chosen
/// to collide cost no more than a logarithm. The ground that objects and sets stand on.
final class HashSlots {
  private static final int FEW = 8;
  private static final int PROBES_MAX = 64;

  private Value[] keys;
  private int size;
  private int @Nullable [] table;
  private @Nullable TreeMap<Value, Integer> tree;

  HashSlots(int expected) {
    this.keys = new Value[Math.max(4, expected)];
  }

  int size() {
    return size;
  }

  Value key(int place) {
    return keys[place];
  }

  /// The place of a value, or -1.
  int find(Value key) {
    if (tree != null) {
      Integer place = tree.get(key);
      return place == null ? -1 : place;
    }
    int[] places = table;
    if (places == null) {
      for (int i = 0; i < size; i++) {
        Value candidate = keys[i];
        if (candidate == key || candidate.equals(key)) {
          return i;
        }
      }
      return -1;
    }
    int mask = places.length - 1;
    for (int at = spread(key) & mask; ; at = (at + 1) & mask) {
      int place = places[at] - 1;
      if (place < 0) {
        return -1;
      }
      if (keys[place].equals(key)) {
        return place;
      }
    }
  }

  /// Adds a value that is not there yet and gives its place.
  int append(Value key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size] = key;
    size++;
    if (tree != null) {
      tree.put(key, size - 1);
    } else if (table != null && size * 2 <= table.length) {
      insert(table, size - 1);
    } else if (size > FEW) {
      rebuild();
    }
    return size - 1;
  }

  private void rebuild() {
    int[] fresh = new int[Integer.highestOneBit(size) * 4];
    table = fresh;
    for (int i = 0; i < size && tree == null; i++) {
      insert(fresh, i);
    }
  }

  private void insert(int[] places, int place) {
    int mask = places.length - 1;
    int at = spread(keys[place]) & mask;
    for (int probes = 0; places[at] != 0; probes++) {
      if (probes == PROBES_MAX) {
        sort();
        return;
      }
      at = (at + 1) & mask;
    }
    places[at] = place + 1;
  }

  private void sort() {
    var sorted = new TreeMap<Value, Integer>();
    for (int i = 0; i < size; i++) {
      sorted.put(keys[i], i);
    }
    tree = sorted;
    table = null;
  }

  private static int spread(Value key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  /// The places of the values in their order, for whoever keeps it.
  Order order() {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    if (!isSorted()) {
      var places = new Integer[size];
      Arrays.setAll(places, i -> i);
      Arrays.sort(places, Comparator.comparing(this::key));
      Arrays.setAll(order, i -> places[i]);
    }
    return new Order(order);
  }

  /// Most documents are made in the order of their keys.
  private boolean isSorted() {
    for (int i = 1; i < size; i++) {
      if (keys[i - 1].compareTo(keys[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /// An order of places. Its field is final, so that a thread that meets it without a lock sees it
  /// whole; racing threads may each make one, and they are equal.
  static final class Order {
    final int[] places;

    private Order(int[] places) {
      this.places = places;
    }
  }
}
