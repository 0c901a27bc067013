// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.SortedMap;
import java.util.TreeMap;

/// Labels as keys and texts.
public final class Labels {
  private Labels() {}

  /// The labels that `node` holds; none when it is no mapping.
  public static SortedMap<String, String> of(Node node) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String key : node.keys()) {
      labels.put(key, node.get(key).scalar());
    }
    return labels;
  }
}
