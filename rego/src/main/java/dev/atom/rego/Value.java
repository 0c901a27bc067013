// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value, or a set of values, as Rego sees the world.
///
/// Immutable; equality is by structure; the total order is the language's own: null, booleans,
/// numbers, strings, arrays, objects, sets. Numbers are exact, so 1 equals 1.0 and nothing is
/// rounded on the way in.
public sealed interface Value extends Comparable<Value>
    permits Value.Null, Value.Bool, Value.Num, Value.Str, Value.Arr, ObjectValue, SetValue {
  /// JSON null.
  static Null nothing() {
    return Null.NULL;
  }

  /// Where this kind of value stands in the order of kinds.
  int rank();

  /// Reads one JSON text, strictly.
  ///
  /// @throws IllegalArgumentException naming the position of what is not JSON
  static Value parseJson(String text) {
    return new JsonReader(text).document();
  }

  /// The canonical JSON text: keys sorted, sets as sorted arrays, no spaces.
  default String toJson() {
    return JsonWriter.write(this);
  }

  static Str of(String text) {
    return new Str(text);
  }

  static Num of(long number) {
    return Num.of(number);
  }

  static Num of(BigDecimal number) {
    return Num.of(number);
  }

  static Bool of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  static Arr array(List<? extends Value> items) {
    return new Arr(items.toArray(Value[]::new));
  }

  static Arr array(Value... items) {
    return new Arr(items.clone());
  }

  static ObjectValue object(Map<String, ? extends Value> members) {
    var builder = new ObjectValue.Builder(members.size());
    members.forEach((key, value) -> builder.put(new Str(key), value));
    return builder.build();
  }

  static SetValue set(Collection<? extends Value> items) {
    var builder = new SetValue.Builder(items.size());
    items.forEach(builder::add);
    return builder.build();
  }

  static SetValue set(Value... items) {
    return set(Arrays.asList(items));
  }

  @Override
  default int compareTo(Value other) {
    return ValueOrder.compare(this, other);
  }

  /// JSON null.
  record Null() implements Value {
    /// The one null needed.
    public static final Null NULL = new Null();

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public String toString() {
      return "null";
    }
  }

  /// A boolean.
  record Bool(boolean value) implements Value {
    public static final Bool TRUE = new Bool(true);
    public static final Bool FALSE = new Bool(false);

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /// A string.
  record Str(String text) implements Value {
    @Override
    public int rank() {
      return 3;
    }

    @Override
    public String toString() {
      return toJson();
    }
  }

  /// An exact number: a `long` where one is enough, else a decimal without trailing zeros.
  final class Num implements Value {
    private static final Num[] SMALL = new Num[1280];

    static {
      for (int i = 0; i < SMALL.length; i++) {
        SMALL[i] = new Num(i - 256, null);
      }
    }

    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private final long small;
    private final @Nullable BigDecimal big;

    private Num(long small, @Nullable BigDecimal big) {
      this.small = small;
      this.big = big;
    }

    static Num of(long number) {
      return number >= -256 && number < 1024 ? SMALL[(int) number + 256] : new Num(number, null);
    }

    static Num of(BigDecimal number) {
      BigDecimal stripped = number.stripTrailingZeros();
      if (stripped.scale() <= 0
          && stripped.compareTo(LONG_MIN) >= 0
          && stripped.compareTo(LONG_MAX) <= 0) {
        return of(stripped.longValueExact());
      }
      return new Num(0, stripped);
    }

    public static Num of(BigInteger number) {
      return number.bitLength() < 64 ? of(number.longValue()) : of(new BigDecimal(number));
    }

    /// Whether the number is an integer that a `long` holds.
    public boolean isLong() {
      return big == null;
    }

    /// Whether the number has no fraction.
    public boolean isInteger() {
      return big == null || big.scale() <= 0;
    }

    /// The number as a `long`; only meaningful when [#isLong()].
    public long longValue() {
      return small;
    }

    public BigDecimal decimal() {
      return big == null ? BigDecimal.valueOf(small) : big;
    }

    public double doubleValue() {
      return big == null ? (double) small : big.doubleValue();
    }

    @Override
    public int rank() {
      return 2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Num that
          && small == that.small
          && (big == null ? that.big == null : that.big != null && big.equals(that.big));
    }

    @Override
    public int hashCode() {
      return big == null ? Long.hashCode(small) : big.hashCode();
    }

    @Override
    public String toString() {
      return JsonWriter.number(this);
    }
  }

  /// An array.
  final class Arr implements Value {
    /// The array without items.
    public static final Arr EMPTY = new Arr(new Value[0]);

    private final Value[] items;

    Arr(Value[] items) {
      this.items = items;
    }

    /// Takes the items without copying; the caller gives them up.
    public static Arr owning(Value[] items) {
      return new Arr(items);
    }

    public int size() {
      return items.length;
    }

    public Value get(int index) {
      return items[index];
    }

    /// The item a number or other key points at, or null.
    public @Nullable Value get(Value key) {
      if (key instanceof Num n
          && n.isLong()
          && n.longValue() >= 0
          && n.longValue() < items.length) {
        return items[(int) n.longValue()];
      }
      return null;
    }

    public List<Value> items() {
      return Collections.unmodifiableList(Arrays.asList(items));
    }

    /// The items `from` (with) to `to` (without).
    public Arr slice(int from, int to) {
      return new Arr(Arrays.copyOfRange(items, from, to));
    }

    /// The items of this array and then those of another.
    public Arr concat(Arr other) {
      var all = new ArrayList<Value>(items.length + other.items.length);
      Collections.addAll(all, items);
      Collections.addAll(all, other.items);
      return new Arr(all.toArray(Value[]::new));
    }

    @Override
    public int rank() {
      return 4;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Arr that && Arrays.equals(items, that.items);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
      return toJson();
    }
  }
}
