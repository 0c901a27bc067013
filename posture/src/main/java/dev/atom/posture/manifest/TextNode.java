// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// A text.
///
/// @param text what it says
/// @param place where it stands
public record TextNode(String text, Place place) implements Node {
  @Override
  public boolean isEmpty() {
    return text.isEmpty();
  }
}
