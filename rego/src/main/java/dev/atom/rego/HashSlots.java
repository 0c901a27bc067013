// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A list of distinct values that finds a value's place: by looking at each while there are few, by
/// an open hash table above. The ground that objects and sets stand on.
final class HashSlots {
  private static final int FEW = 8;

  private Value[] keys;
  private int size;
  private int @Nullable [] table;

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
    if (table != null && size * 2 <= table.length) {
      insert(table, size - 1);
    } else if (size > FEW) {
      rebuild();
    }
    return size - 1;
  }

  private void rebuild() {
    int[] fresh = new int[Integer.highestOneBit(size) * 4];
    for (int i = 0; i < size; i++) {
      insert(fresh, i);
    }
    table = fresh;
  }

  private void insert(int[] places, int place) {
    int mask = places.length - 1;
    int at = spread(keys[place]) & mask;
    while (places[at] != 0) {
      at = (at + 1) & mask;
    }
    places[at] = place + 1;
  }

  private static int spread(Value key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }
}
