// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// Paths to fields as findings print them: `spec.containers[web].env[0].value`.
public final class FieldPath {
  private FieldPath() {}

  /// `path.key`, or `key` at the top.
  public static String of(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// What stands in brackets for an element: its name if it has one, else its index.
  public static String element(Node element, int index) {
    String name = element.get("name").scalar();
    return name.isEmpty() ? Integer.toString(index) : Shown.plain(name);
  }
}
