// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.List;

/// One rule of a policy, for one direction.
///
/// @param number its place in the list, from 1
/// @param name its name, empty where policies have none
/// @param action what it does
/// @param anyPeer whether it names no peers and so means all, inside the cluster and out
/// @param peers the alternatives otherwise
/// @param anyPort whether it names no ports and so means all of every protocol
/// @param ports the alternatives otherwise
/// @param place where it stands
public record Rule(
    int number,
    String name,
    Action action,
    boolean anyPeer,
    List<PeerTerm> peers,
    boolean anyPort,
    List<PortTerm> ports,
    Place place) {
  public Rule {
    peers = List.copyOf(peers);
    ports = List.copyOf(ports);
  }

  String shown() {
    return "rule " + number + (name.isEmpty() ? "" : " '" + name + "'");
  }
}
