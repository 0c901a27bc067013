// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Place;
import java.util.List;

/// A concrete way that refutes a claim: from where, by which policies, rules or permissions, to
/// which port of whom. For a claim that something must be open, what closes it.
///
/// @param obligation what fails
/// @param source where it begins
/// @param hops what lets it through, in order
/// @param port the port at the end, as in `TCP 4000`
/// @param target where it ends
public record Path(
    Obligation obligation, String source, List<Hop> hops, String port, String target) {
  public Path {
    hops = List.copyOf(hops);
  }

  /// One thing on the way.
  ///
  /// @param what it, in words
  /// @param place where it was read
  public record Hop(String what, Place place) {
    /// `what (file:line)`.
    public String shown() {
      return place.file().isEmpty() ? what : what + " (" + place.shown() + ")";
    }
  }

  /// The way on one line.
  public String shown() {
    var out = new StringBuilder(source);
    hops.forEach(hop -> out.append(" -> ").append(hop.shown()));
    return out.append(" -> ").append(target).append(" : ").append(port).toString();
  }
}
