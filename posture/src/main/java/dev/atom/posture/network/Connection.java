// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// One line of the connectivity: what `source` may open to `target`.
///
/// @param source a workload `namespace/name[Kind]`, a range of addresses with `[External]`, or
///   `{ingress-controller}`
/// @param target a workload or a range of addresses
/// @param ports what is open, never nothing
public record Connection(String source, String target, PortSet ports) {
  @Override
  public String toString() {
    return source + " => " + target + " : " + ports;
  }
}
