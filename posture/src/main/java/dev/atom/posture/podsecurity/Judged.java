// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.List;

/// Pods under one control: what they say, the version asked for, and what was found so far.
final class Judged {
  private final Workload workload;
  private final List<Container> containers;
  private final int minor;
  private final List<Violation> violations = new ArrayList<>();
  private String control = "";

  Judged(Workload workload, int minor) {
    this.workload = workload;
    this.containers = workload.containers();
    this.minor = minor;
  }

  /// From now on violations are of `control`.
  void under(String control) {
    this.control = control;
  }

  int minor() {
    return minor;
  }

  List<Violation> violations() {
    return violations;
  }

  List<Container> containers() {
    return containers;
  }

  Node spec() {
    return workload.podSpec();
  }

  String specPath() {
    return workload.specPath();
  }

  /// The value at `path` in the security context of the pods.
  Node security(String... path) {
    return spec().get("securityContext").at(path);
  }

  String securityPath(String field) {
    return specPath() + ".securityContext." + field;
  }

  static String securityPath(Container container, String field) {
    return container.path() + ".securityContext." + field;
  }

  Node annotations() {
    return workload.podMetadata().get("annotations");
  }

  String annotationPath(String key) {
    return workload.metadataPath() + ".annotations[" + Shown.plain(key) + "]";
  }

  /// Whether they say that they run on Windows, which some controls then leave alone.
  boolean isWindows() {
    return minor >= 25 && spec().at("os", "name").text().equals("windows");
  }

  /// Whether their users are none of the host's.
  boolean hasOwnUsers() {
    return minor >= 35 && spec().get("hostUsers").isFalse();
  }

  void violation(String path, Node node, String message) {
    violations.add(new Violation(control, path, message, node));
  }

  /// A switch that must be off: anything but nothing and false is a violation.
  void off(String path, Node node) {
    if (!node.isNull() && !node.isFalse()) {
      violation(path, node, "is " + shown(node) + ", must be false or not set");
    }
  }

  /// How a value is named in messages.
  static String shown(Node node) {
    return node.isNull()
        ? "not set"
        : Shown.plain(node.scalar().isEmpty() ? "empty" : node.scalar());
  }
}
