// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of distinct values. Walks go by sorted value.
public final class SetValue implements Value {
  /// The set without items.
  public static final SetValue EMPTY = new Builder(0).build();

  private final HashSlots slots;
  private HashSlots.@Nullable Order sorted;
  private int hash;

  private SetValue(HashSlots slots) {
    this.slots = slots;
  }

  public int size() {
    return slots.size();
  }

  public boolean contains(Value item) {
    return slots.find(item) >= 0;
  }

  /// The item at a position of the sorted order.
  public Value at(int position) {
    HashSlots.Order known = sorted;
    if (known == null) {
      known = slots.order();
      sorted = known;
    }
    return slots.key(known.places[position]);
  }

  /// The items in sorted order.
  public List<Value> items() {
    var items = new ArrayList<Value>(size());
    for (int i = 0; i < size(); i++) {
      items.add(at(i));
    }
    return items;
  }

  @Override
  public int rank() {
    return 6;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof SetValue that) || that.size() != size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!that.contains(slots.key(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = 6;
      for (int i = 0; i < size(); i++) {
        h += slots.key(i).hashCode() * 17;
      }
      hash = h;
    }
    return h;
  }

  @Override
  public String toString() {
    return toJson();
  }

  /// Gathers items; one added twice is kept once.
  public static final class Builder {
    private final HashSlots slots;

    public Builder(int expected) {
      this.slots = new HashSlots(expected);
    }

    /// Adds an item and says whether it is new.
    public boolean add(Value item) {
      if (slots.find(item) >= 0) {
        return false;
      }
      slots.append(item);
      return true;
    }

    public boolean contains(Value item) {
      return slots.find(item) >= 0;
    }

    public int size() {
      return slots.size();
    }

    /// The set; the builder must not be used afterwards.
    public SetValue build() {
      return new SetValue(slots);
    }
  }
}
