// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Manifests from text, for tests.
public final class Manifests {
  private Manifests() {}

  /// What `text` holds, read as file `test.yaml`.
  public static ManifestSet read(String text) {
    return ManifestReader.usual().read("test.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  /// The objects in `text`, which is all readable.
  public static List<Manifest> of(String text) {
    ManifestSet set = read(text);
    if (!set.unreadable().isEmpty()) {
      throw new IllegalArgumentException(set.unreadable().toString());
    }
    return set.manifests();
  }

  /// The one workload in `text`.
  public static Workload workload(String text) {
    return Workloads.of(of(text)).workloads().getFirst();
  }
}
