// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Finds which of many selectors select given labels, looking only at those that could: each is
/// filed under one of its exact labels.
final class SelectorIndex {
  private final List<LabelSelector> selectors;
  private final Map<Map.Entry<String, String>, int[]> filed = new HashMap<>();
  private final List<Integer> loose = new ArrayList<>();

  SelectorIndex(Collection<LabelSelector> selectors) {
    this.selectors = List.copyOf(new LinkedHashSet<>(selectors));
    var lists = new HashMap<Map.Entry<String, String>, List<Integer>>();
    for (int i = 0; i < this.selectors.size(); i++) {
      var first =
          this.selectors.get(i).labels().entrySet().stream().min(Map.Entry.comparingByKey());
      if (first.isPresent()) {
        lists.computeIfAbsent(first.get(), _ -> new ArrayList<>()).add(i);
      } else {
        loose.add(i);
      }
    }
    lists.forEach(
        (label, list) -> filed.put(label, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  /// The numbers of the selectors that match; equal sets mean that no selector tells the two apart.
  BitSet matching(Map<String, String> labels) {
    var out = new BitSet();
    for (int each : loose) {
      set(out, each, labels);
    }
    for (var label : labels.entrySet()) {
      int[] candidates = filed.get(label);
      if (candidates != null) {
        for (int each : candidates) {
          set(out, each, labels);
        }
      }
    }
    return out;
  }

  private void set(BitSet out, int number, Map<String, String> labels) {
    if (selectors.get(number).matches(labels)) {
      out.set(number);
    }
  }
}
