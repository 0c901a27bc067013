// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.podsecurity.Level;
import java.util.List;

/// A kind of deployment, and what the contract demands of it beyond the rules.
///
/// @param name its name
/// @param purpose what it is for
/// @param risk low, medium or high
/// @param podSecurity the Pod Security Standard that its pods meet
/// @param networkMode cluster-aware, deny-all, disabled (open, and reported as that) or any
/// @param registries where its images come from; empty for anywhere
/// @param required toggles its values must have
/// @param forbidden toggles its values must not have
public record Profile(
    String name,
    String purpose,
    String risk,
    Level podSecurity,
    String networkMode,
    List<String> registries,
    List<Toggle> required,
    List<Toggle> forbidden) {
  public Profile {
    registries = List.copyOf(registries);
    required = List.copyOf(required);
    forbidden = List.copyOf(forbidden);
  }

  /// Whether an open network is no more than worth telling.
  boolean mayBeOpen() {
    return networkMode.equals("disabled") || networkMode.equals("any");
  }
}
