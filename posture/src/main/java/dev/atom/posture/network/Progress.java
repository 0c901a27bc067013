// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// How far the rules have decided about a peer.
///
/// @param undecided the ports that no rule of this tier has matched yet
/// @param passed the ports that a rule has left to the next tier
/// @param allowed the ports that are open
record Progress(PortSet undecided, PortSet passed, PortSet allowed) {
  static final Progress START = new Progress(PortSet.ALL, PortSet.NONE, PortSet.NONE);

  /// What the rule with these ports makes of it: the first rule that matches decides.
  Progress after(Action action, PortSet ports) {
    PortSet hit = undecided.intersection(ports);
    if (hit.isEmpty()) {
      return this;
    }
    PortSet left = undecided.minus(hit);
    return switch (action) {
      case ALLOW -> new Progress(left, passed, allowed.union(hit));
      case DENY -> new Progress(left, passed, allowed);
      case PASS -> new Progress(left, passed.union(hit), allowed);
    };
  }

  /// At the door of the next tier: what was passed or not matched is undecided again.
  Progress nextTier() {
    return passed.isEmpty() ? this : new Progress(undecided.union(passed), PortSet.NONE, allowed);
  }

  /// What is open in the end, when whatever is left is open.
  PortSet open() {
    return allowed.union(undecided).union(passed);
  }
}
