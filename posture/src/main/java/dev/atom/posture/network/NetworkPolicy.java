// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.List;

/// A NetworkPolicy (`networking.k8s.io/v1`) with its defaults applied: it isolates the pods it
/// selects in its own namespace for each direction it names, and allows what its rules list. There
/// is no deny and no order among policies.
///
/// @param namespace where it holds
/// @param name its name
/// @param subject which pods of the namespace
/// @param ingress its rules for what comes in; only heard when `isolatesIngress`
/// @param isolatesIngress whether it names that direction
/// @param egress its rules for what goes out; only heard when `isolatesEgress`
/// @param isolatesEgress whether it names that direction
/// @param place where it was read
public record NetworkPolicy(
    String namespace,
    String name,
    LabelSelector subject,
    boolean isolatesIngress,
    List<Rule> ingress,
    boolean isolatesEgress,
    List<Rule> egress,
    Place place) {
  public NetworkPolicy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  boolean isolates(Direction direction) {
    return direction == Direction.INGRESS ? isolatesIngress : isolatesEgress;
  }

  List<Rule> rules(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }

  String shown() {
    return "NetworkPolicy " + namespace + "/" + name;
  }
}
