// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// One Kubernetes object.
///
/// @param apiVersion group and version, `apps/v1`
/// @param kind its kind
/// @param namespace its namespace, `default` when none was written; empty for kinds without one
/// @param name its name; of objects without one, what the server makes the name from
/// @param root the whole object
public record Manifest(
    String apiVersion, String kind, String namespace, String name, MapNode root) {
  /// The API group; empty for the core group.
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /// Whether it is of this kind, whatever the version.
  public boolean is(String group, String kind) {
    return this.kind.equals(kind) && group().equals(group);
  }

  /// Where it begins.
  public Place place() {
    return root.place();
  }

  /// The value of a label; empty without.
  public String label(String key) {
    return root.at("metadata", "labels", key).scalar();
  }

  /// The value of an annotation; empty without.
  public String annotation(String key) {
    return root.at("metadata", "annotations", key).scalar();
  }
}
