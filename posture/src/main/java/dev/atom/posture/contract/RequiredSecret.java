// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import java.util.List;

/// A Secret that must be there when something refers to it.
///
/// @param name its name
/// @param keys the keys it must have
public record RequiredSecret(String name, List<String> keys) {
  public RequiredSecret {
    keys = List.copyOf(keys);
  }
}
