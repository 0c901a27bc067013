// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Optional;

/// The protocols that network policies know; others (ICMP and the like) are outside their reach. In
/// the order in which they are printed.
public enum Protocol {
  SCTP,
  TCP,
  UDP;

  private static final Protocol[] ALL = values();

  /// The protocol of this name, in the exact upper case that Kubernetes demands.
  public static Optional<Protocol> of(String name) {
    for (Protocol protocol : ALL) {
      if (protocol.name().equals(name)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }

  static Protocol[] all() {
    return ALL.clone();
  }
}
