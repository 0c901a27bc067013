// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import java.util.List;
import java.util.Map;

/// What some pods need in order to work.
///
/// @param pods the labels by which the pods are known
/// @param needs what they need
public record Dependency(Map<String, String> pods, List<Need> needs) {
  public Dependency {
    pods = Map.copyOf(pods);
    needs = List.copyOf(needs);
  }

  /// One thing that is needed.
  ///
  /// @param name what a person calls it
  /// @param port its TCP port
  /// @param namespace where it lives; empty for the pods' own namespace
  public record Need(String name, int port, String namespace) {}
}
