// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Unreadable;
import java.util.List;

/// A file of claims, read.
///
/// @param claims the claims
/// @param facts what its author says of the cluster
/// @param problems what in it cannot be understood; claims with a problem are not among the claims
public record Claims(List<Claim> claims, Facts facts, List<Unreadable> problems) {
  public Claims {
    claims = List.copyOf(claims);
    problems = List.copyOf(problems);
  }
}
