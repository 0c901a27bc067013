// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.network.Reachability;
import java.util.List;

/// What claims are judged against.
///
/// @param reachability the network of the manifests
/// @param grants who may do what at the API server
/// @param unknownKinds objects that hold pods nobody can find, as sentences
/// @param live whether the objects were listed from a running cluster
public record World(
    Reachability reachability, Grants grants, List<String> unknownKinds, boolean live) {
  public World {
    unknownKinds = List.copyOf(unknownKinds);
  }
}
