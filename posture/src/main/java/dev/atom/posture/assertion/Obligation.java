// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

/// What must hold for a claim to be proved. Each that fails yields a path.
public enum Obligation {
  ISOLATED("a policy selects the target for what comes in"),
  PEERS("what policies of every tier let in lies within the claim"),
  PEER_LABELS("the peers are named by namespace and pod labels, so that no future pod fits"),
  LABEL_TRUST("nobody else may make pods, set labels or change policies there"),
  HOST_NETWORK("neither end is on its node's network"),
  WAYS_AROUND("no port of a node, load balancer, external address, Ingress or route leads there"),
  ADDRESSES("no block of addresses lets others in, of either family"),
  API_SERVER("nobody else may enter, forward to or proxy to the pods through the API server"),
  OUTBOUND("what policies let out lies within the claim"),
  ENFORCED("something enforces the policies");

  private final String title;

  Obligation(String title) {
    this.title = title;
  }

  /// Its number, from 1.
  public int number() {
    return ordinal() + 1;
  }

  public String title() {
    return title;
  }
}
