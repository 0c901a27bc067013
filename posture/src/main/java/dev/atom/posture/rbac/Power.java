// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.List;

/// A permission that is more than it looks: with it somebody reaches what was not granted.
///
/// @param id stable, lower case
/// @param title in a few words
/// @param meaning why it matters, one sentence
/// @param leads where it leads at the least
/// @param accesses any of these gives the power
public record Power(
    String id, String title, String meaning, Leads leads, List<Access.OnResource> accesses) {
  public Power {
    accesses = List.copyOf(accesses);
  }

  /// What the holder reaches through a power.
  public enum Leads {
    /// The whole cluster.
    CLUSTER,
    /// Every service account of the scope it is held in, one by one.
    ACCOUNTS,
    /// Whom the API server lets it pretend to be.
    ANYBODY,
    /// The contents of the secrets of the scope.
    SECRETS,
    /// The walls between workloads of the scope.
    WALLS,
    /// What it holds already, given to others.
    SPREAD
  }
}
