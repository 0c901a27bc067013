// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An object: distinct keys of any kind, each with one value. Walks go by sorted key.
public final class ObjectValue implements Value {
  /// The object without members.
  public static final ObjectValue EMPTY = new Builder(0).build();

  private final HashSlots keys;
  private final Value[] values;
  private HashSlots.@Nullable Order sorted;
  private int hash;

  private ObjectValue(HashSlots keys, Value[] values) {
    this.keys = keys;
    this.values = values;
  }

  public int size() {
    return keys.size();
  }

  /// The value under a key, or null.
  public @Nullable Value get(Value key) {
    int place = keys.find(key);
    return place < 0 ? null : values[place];
  }

  /// The value under a string key, or null.
  public @Nullable Value get(String key) {
    return get(new Str(key));
  }

  /// The key at a position of the sorted order.
  public Value keyAt(int position) {
    return keys.key(order()[position]);
  }

  /// The value at a position of the sorted key order.
  public Value valueAt(int position) {
    return values[order()[position]];
  }

  /// Visits members by sorted key.
  public void forEach(BiConsumer<Value, Value> visitor) {
    for (int place : order()) {
      visitor.accept(keys.key(place), values[place]);
    }
  }

  /// A builder that holds the members of this object.
  public Builder toBuilder() {
    var builder = new Builder(size() + 1);
    for (int i = 0; i < size(); i++) {
      builder.put(keys.key(i), values[i]);
    }
    return builder;
  }

  /// This object with one member put or replaced.
  public ObjectValue with(Value key, Value value) {
    return toBuilder().put(key, value).build();
  }

  @Override
  public int rank() {
    return 5;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof ObjectValue that) || that.size() != size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      Value value = that.get(keys.key(i));
      if (value == null || !value.equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = 5;
      for (int i = 0; i < size(); i++) {
        h += keys.key(i).hashCode() * 31 ^ values[i].hashCode();
      }
      hash = h;
    }
    return h;
  }

  @Override
  public String toString() {
    return toJson();
  }

  private int[] order() {
    HashSlots.Order known = sorted;
    if (known == null) {
      known = keys.order();
      sorted = known;
    }
    return known.places;
  }

  /// Gathers members; a key put twice keeps the last value.
  public static final class Builder {
    private final HashSlots keys;
    private Value[] values;

    public Builder(int expected) {
      this.keys = new HashSlots(expected);
      this.values = new Value[Math.max(4, expected)];
    }

    public @Nullable Value get(Value key) {
      int place = keys.find(key);
      return place < 0 ? null : values[place];
    }

    public Builder put(Value key, Value value) {
      int place = keys.find(key);
      if (place < 0) {
        place = keys.append(key);
        if (place == values.length) {
          values = Arrays.copyOf(values, place * 2);
        }
      }
      values[place] = value;
      return this;
    }

    public int size() {
      return keys.size();
    }

    /// The object; the builder must not be used afterwards.
    public ObjectValue build() {
      return new ObjectValue(keys, values);
    }
  }
}
