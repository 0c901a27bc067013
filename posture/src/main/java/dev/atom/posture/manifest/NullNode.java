// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// Nothing: a null, or a value that is not there.
///
/// @param place where it stands, or where what it is missing from stands
/// @param written whether somebody wrote the null
public record NullNode(Place place, boolean written) implements Node {
  @Override
  public boolean isNull() {
    return true;
  }
}
