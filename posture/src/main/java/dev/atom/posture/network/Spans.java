// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Arrays;

/// Sets of whole numbers as sorted, disjoint, non-adjacent pairs `first, last` in one array: the
/// arithmetic beneath [PortSet].
final class Spans {
  static final int[] NONE = {};

  private Spans() {}

  static int[] of(int first, int last) {
    return first > last ? NONE : new int[] {first, last};
  }

  static boolean contains(int[] spans, int value) {
    for (int i = 0; i < spans.length; i += 2) {
      if (value < spans[i]) {
        return false;
      }
      if (value <= spans[i + 1]) {
        return true;
      }
    }
    return false;
  }

  static int[] union(int[] a, int[] b) {
    if (a.length == 0 || Arrays.equals(a, b)) {
      return b;
    }
    if (b.length == 0) {
      return a;
    }
    int[] out = new int[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      boolean fromA = j >= b.length || (i < a.length && a[i] <= b[j]);
      int first = fromA ? a[i] : b[j];
      int last = fromA ? a[i + 1] : b[j + 1];
      if (fromA) {
        i += 2;
      } else {
        j += 2;
      }
      if (size > 0 && first <= out[size - 1] + 1) {
        out[size - 1] = Math.max(out[size - 1], last);
      } else {
        out[size++] = first;
        out[size++] = last;
      }
    }
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  static int[] intersection(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return NONE;
    }
    int[] out = new int[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int first = Math.max(a[i], b[j]);
      int last = Math.min(a[i + 1], b[j + 1]);
      if (first <= last) {
        out[size++] = first;
        out[size++] = last;
      }
      if (a[i + 1] < b[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  /// What is in `a` and not in `b`; `lowest` and `highest` bound the numbers there are.
  static int[] minus(int[] a, int[] b, int lowest, int highest) {
    return b.length == 0 ? a : intersection(a, complement(b, lowest, highest));
  }

  private static int[] complement(int[] a, int lowest, int highest) {
    int[] out = new int[a.length + 2];
    int size = 0;
    int from = lowest;
    for (int i = 0; i < a.length; i += 2) {
      if (from < a[i]) {
        out[size++] = from;
        out[size++] = a[i] - 1;
      }
      from = a[i + 1] + 1;
    }
    if (from <= highest) {
      out[size++] = from;
      out[size++] = highest;
    }
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  static void append(StringBuilder out, int[] spans) {
    for (int i = 0; i < spans.length; i += 2) {
      if (i > 0) {
        out.append(',');
      }
      out.append(spans[i]);
      if (spans[i + 1] > spans[i]) {
        out.append('-').append(spans[i + 1]);
      }
    }
  }
}
