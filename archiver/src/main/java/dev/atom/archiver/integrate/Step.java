// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.checkpoint.Checkpoint;

/// What one step of the integrator did.
sealed interface Step {
  /// A checkpoint was published.
  ///
  /// @param checkpoint what was signed
  /// @param more whether entries wait that are not in it
  record Published(Checkpoint checkpoint, boolean more) implements Step {}

  /// There was nothing new.
  record Idle() implements Step {}

  /// Nothing was signed, because the trail is not what was signed before.
  ///
  /// @param why what differs, in words for an operator
  record Refused(String why) implements Step {}
}
