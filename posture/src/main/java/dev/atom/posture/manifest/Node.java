// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.List;
import java.util.OptionalLong;

/// One value of a manifest, and where it stands.
///
/// Reading never fails and never gives Java's null: what is not there is a [NullNode], because to
/// Kubernetes a missing value and `null` are the same. A value of another type than asked for has
/// no text, no items and is neither true nor false.
public sealed interface Node permits MapNode, ListNode, TextNode, NumberNode, BoolNode, NullNode {
  /// Where it stands; what is missing stands where its parent does.
  Place place();

  /// The value under `key`.
  default Node get(String key) {
    return new NullNode(place(), false);
  }

  /// The value at the end of `path`.
  default Node at(String... path) {
    Node node = this;
    for (String key : path) {
      node = node.get(key);
    }
    return node;
  }

  /// The elements of a list; none for anything else.
  default List<Node> items() {
    return List.of();
  }

  /// The keys of a mapping, in the order they stand; none for anything else.
  default List<String> keys() {
    return List.of();
  }

  /// The text of a text; empty for anything else.
  default String text() {
    return "";
  }

  /// The text of a text, number or boolean as it was written; empty for anything else.
  default String scalar() {
    return text();
  }

  /// The value of a whole number.
  default OptionalLong integer() {
    return OptionalLong.empty();
  }

  /// Whether it is missing or null.
  default boolean isNull() {
    return false;
  }

  /// Whether it is missing, null, or a mapping, list or text with nothing in it.
  default boolean isEmpty() {
    return isNull();
  }

  /// Whether it is the boolean true.
  default boolean isTrue() {
    return false;
  }

  /// Whether it is the boolean false.
  default boolean isFalse() {
    return false;
  }
}
