// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Optional;

/// One item of a rule's ports.
public sealed interface PortTerm {
  /// Ports by number.
  record Numbers(PortSet ports) implements PortTerm {}

  /// A port by the name that the destination's containers give it. Name and protocol must match;
  /// where no container says the name, the item matches nothing.
  ///
  /// @param protocol the protocol that must match, any when absent
  record Named(Optional<Protocol> protocol, String name) implements PortTerm {
    PortSet of(Pod destination) {
      PortSet found = PortSet.NONE;
      for (ContainerPort port : destination.ports()) {
        if (port.name().equals(name) && protocol.map(port.protocol()::equals).orElse(true)) {
          found = found.union(PortSet.of(port.protocol(), port.number()));
        }
      }
      return found;
    }
  }
}
