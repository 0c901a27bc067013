// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.finding;

import dev.atom.posture.manifest.Manifest;
import java.util.Comparator;

/// The object a [Finding] is about, named as the API server names it.
///
/// @param apiVersion group and version, `apps/v1`
/// @param kind its kind
/// @param namespace its namespace; empty when its kind has none
/// @param name its name
public record Subject(String apiVersion, String kind, String namespace, String name)
    implements Comparable<Subject> {
  private static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::namespace)
          .thenComparing(Subject::kind)
          .thenComparing(Subject::name)
          .thenComparing(Subject::apiVersion);

  /// The object that `manifest` describes.
  public static Subject of(Manifest manifest) {
    return new Subject(
        manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name());
  }

  /// `Deployment shop/cart`, or `ClusterRole reader` where there is no namespace.
  public String shown() {
    return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }

  @Override
  public int compareTo(Subject other) {
    return ORDER.compare(this, other);
  }
}
