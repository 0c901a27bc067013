// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.OptionalLong;

/// A number. What Kubernetes calls an integer has an [#integer]; the rest only its text.
///
/// @param literal as it was written
/// @param place where it stands
public record NumberNode(String literal, Place place) implements Node {
  @Override
  public String scalar() {
    return literal;
  }

  @Override
  public OptionalLong integer() {
    return Scalars.integer(literal);
  }
}
