// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.util.Collection;
import java.util.List;

/// Few numbers made fewer.
final class Statistics {
  private Statistics() {}

  /// The middle value; of two middle ones their mean. NaN of nothing.
  static double median(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static double least(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  static double most(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
