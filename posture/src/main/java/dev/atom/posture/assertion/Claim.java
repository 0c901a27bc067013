// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import dev.atom.posture.network.PortSet;
import java.util.List;

/// One claim.
///
/// @param id its name in reports
/// @param sentence as it was written
/// @param kind what it says
/// @param from who is spoken of as sending
/// @param to who is spoken of as receiving
/// @param place where it stands
public record Claim(
    String id, String sentence, Kind kind, List<Group> from, List<Target> to, Place place) {
  public Claim {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /// What a claim says.
  public enum Kind {
    /// `only A reaches B`: nobody else does.
    ONLY_REACHES,
    /// `A reaches only B`: nothing else is.
    REACHES_ONLY,
    /// `A reaches B`: it must.
    REACHES,
    /// `A does not reach B`: it must not.
    NEVER_REACHES
  }

  /// Who receives, and on which ports.
  ///
  /// @param ports the ports that are meant; all when none are named
  /// @param named whether ports are named
  public record Target(Group group, PortSet ports, boolean named) {}
}
