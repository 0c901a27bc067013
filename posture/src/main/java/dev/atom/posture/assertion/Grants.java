// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import java.util.List;

/// Who may do what at the API server, as far as proofs ask.
public interface Grants {
  /// Knows of nobody.
  Grants NOBODY = (_, _, _, _) -> List.of();

  /// Everybody who may do this to some object in the namespace.
  ///
  /// @param resource in the plural, with its subresource: `pods/exec`
  /// @param namespace empty for objects of the cluster
  List<Grant> who(String verb, String group, String resource, String namespace);

  /// One who may.
  ///
  /// @param subject `ServiceAccount ns/name`, `User name`, `Group name`
  /// @param through by which binding and role
  /// @param place where the binding stands
  record Grant(String subject, String through, Place place) {}
}
