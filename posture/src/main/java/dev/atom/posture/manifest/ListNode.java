// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.List;

/// A list.
///
/// @param items its elements
/// @param place where it begins
public record ListNode(List<Node> items, Place place) implements Node {
  public ListNode {
    items = List.copyOf(items);
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }
}
