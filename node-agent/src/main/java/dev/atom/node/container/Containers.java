// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import java.util.List;

/// The containers as discovery last found them. Written by one thread, read by many.
public final class Containers {
  private volatile List<ContainerGroup> groups = List.of();
  private volatile boolean unified;

  List<ContainerGroup> groups() {
    return groups;
  }

  /// Whether the hierarchy is of version 2.
  boolean unified() {
    return unified;
  }

  void found(List<ContainerGroup> now, boolean version2) {
    unified = version2;
    groups = List.copyOf(now);
  }
}
