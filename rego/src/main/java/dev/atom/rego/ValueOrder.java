// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

/// The total order of values: by kind, then within the kind.
final class ValueOrder {
  private ValueOrder() {}

  static int compare(Value a, Value b) {
    if (a == b) {
      return 0;
    }
    return switch (a) {
      case Value.Bool x when b instanceof Value.Bool y -> Boolean.compare(x.value(), y.value());
      case Value.Num x when b instanceof Value.Num y -> compareNumbers(x, y);
      case Value.Str x when b instanceof Value.Str y -> compareText(x.text(), y.text());
      case Value.Arr x when b instanceof Value.Arr y -> compareArrays(x, y);
      case ObjectValue x when b instanceof ObjectValue y -> compareObjects(x, y);
      case SetValue x when b instanceof SetValue y -> compareSets(x, y);
      default -> Integer.compare(a.rank(), b.rank());
    };
  }

  private static int compareNumbers(Value.Num x, Value.Num y) {
    if (x.isLong() && y.isLong()) {
      return Long.compare(x.longValue(), y.longValue());
    }
    return x.decimal().compareTo(y.decimal());
  }

  /// Compares by code point, as byte order of UTF-8 does; `String.compareTo` differs above U+FFFF.
  private static int compareText(String x, String y) {
    int common = Math.min(x.length(), y.length());
    for (int i = 0; i < common; i++) {
      char a = x.charAt(i);
      char b = y.charAt(i);
      if (a != b) {
        boolean highA = Character.isSurrogate(a);
        boolean highB = Character.isSurrogate(b);
        return highA == highB ? Character.compare(a, b) : highA ? 1 : -1;
      }
    }
    return Integer.compare(x.length(), y.length());
  }

  private static int compareArrays(Value.Arr x, Value.Arr y) {
    int common = Math.min(x.size(), y.size());
    for (int i = 0; i < common; i++) {
      int order = compare(x.get(i), y.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(x.size(), y.size());
  }

  private static int compareObjects(ObjectValue x, ObjectValue y) {
    int common = Math.min(x.size(), y.size());
    for (int i = 0; i < common; i++) {
      int order = compare(x.keyAt(i), y.keyAt(i));
      if (order == 0) {
        order = compare(x.valueAt(i), y.valueAt(i));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(x.size(), y.size());
  }

  private static int compareSets(SetValue x, SetValue y) {
    int common = Math.min(x.size(), y.size());
    for (int i = 0; i < common; i++) {
      int order = compare(x.at(i), y.at(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(x.size(), y.size());
  }
}
