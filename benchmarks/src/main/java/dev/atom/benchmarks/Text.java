// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Numbers as people read them.
final class Text {
  private Text() {}

  static String whole(List<Double> values) {
    return values.stream().map(Text::whole).collect(Collectors.joining(" "));
  }

  static String whole(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f", value);
  }

  static String one(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }

  static String two(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  static String millis(double micros) {
    return Double.isNaN(micros) ? "-" : String.format(Locale.ROOT, "%.2f", micros / 1_000);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  static String mebibytes(long bytes) {
    return Long.toString(bytes >> 20);
  }
}
