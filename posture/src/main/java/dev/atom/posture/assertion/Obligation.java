// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

/// What must hold for a claim to be proved. Each that fails yields a path.
public enum Obligation {
  ISOLATED(1, "a policy selects the target for what comes in"),
  PEERS(2, "what policies of every tier let in lies within the claim"),
  PEER_LABELS(3, "the peers are named by namespace and pod labels, so that no future pod fits"),
  LABEL_TRUST(4, "nobody else may make pods, set labels or change policies there"),
  HOST_NETWORK(5, "neither end is on its node's network"),
  WAYS_AROUND(
      6, "no port of a node, load balancer, external address, Ingress or route leads there"),
  ADDRESSES(7, "no block of addresses lets others in, of either family"),
  API_SERVER(8, "nobody else may enter, forward to or proxy to the pods through the API server"),
  OUTBOUND(9, "what policies let out lies within the claim"),
  ENFORCED(10, "something enforces the policies");

  private final int number;
  private final String title;

  Obligation(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /// Its number, from 1.
  public int number() {
    return number;
  }

  public String title() {
    return title;
  }
}
