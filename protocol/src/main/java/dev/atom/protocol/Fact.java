// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.Map;

/// Something that is so on a node, under an id that stays the same as long as the thing does.
public sealed interface Fact {
  /// Unique within the tenant.
  String id();

  /// A thing.
  ///
  /// @param kind such as `Container`, `NetworkInterface`, `Pod`
  /// @param namespace of Kubernetes, or empty
  /// @param name for people
  /// @param attributes by OpenTelemetry names where there are some
  record Resource(
      String id, String kind, String namespace, String name, Map<String, String> attributes)
      implements Fact {
    public Resource {
      attributes = Map.copyOf(attributes);
    }
  }

  /// How two things stand to each other.
  ///
  /// @param subject id of a resource
  /// @param predicate such as `contains`
  /// @param object id of a resource
  record Relation(String id, String subject, String predicate, String object) implements Fact {}
}
