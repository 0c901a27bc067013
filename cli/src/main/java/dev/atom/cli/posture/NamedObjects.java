// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.Console;
import dev.atom.posture.manifest.ManifestSet;
import java.util.ArrayList;
import java.util.List;

/// The objects that arguments name: paths, or a live cluster as `cluster:` or `cluster:CONTEXT`.
final class NamedObjects {
  private static final String CLUSTER = "cluster:";

  private NamedObjects() {}

  static ManifestSet read(List<String> names, Console console) {
    List<ManifestSet> sets = new ArrayList<>();
    for (String name : names) {
      sets.add(
          isCluster(name)
              ? ClusterSource.read(name.substring(CLUSTER.length()), List.of(), console)
              : ManifestFiles.read(List.of(name), console));
    }
    return ManifestSet.all(sets);
  }

  static boolean isCluster(String name) {
    return name.startsWith(CLUSTER);
  }
}
