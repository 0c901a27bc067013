// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Node;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One side of a comparison.
///
/// @param cluster the rendered objects
/// @param values values files by the name both sides know them by
/// @param exemptions the recorded deviations: a name to all that matters of each, in words
public record Release(
    Cluster cluster, SortedMap<String, Node> values, SortedMap<String, String> exemptions) {
  public Release {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    exemptions = Collections.unmodifiableSortedMap(new TreeMap<>(exemptions));
  }
}
