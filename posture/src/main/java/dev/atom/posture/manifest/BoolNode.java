// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// A boolean.
///
/// @param value which
/// @param place where it stands
public record BoolNode(boolean value, Place place) implements Node {
  @Override
  public boolean isTrue() {
    return value;
  }

  @Override
  public boolean isFalse() {
    return !value;
  }

  @Override
  public String scalar() {
    return value ? "true" : "false";
  }
}
