// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// Which end of a connection a rule speaks for.
public enum Direction {
  INGRESS,
  EGRESS;

  String word() {
    return this == INGRESS ? "ingress" : "egress";
  }
}
