// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world;

import dev.atom.gate.World;

/// Where the control plane's word comes from.
public interface ControlSource extends AutoCloseable {
  /// The current revision, cheaply; blocking, bounded.
  ///
  /// @throws dev.atom.base.AtomException when it cannot be had
  long revision();

  /// Everything, as of one revision; blocking, bounded.
  ///
  /// @throws dev.atom.base.AtomException when it cannot be had
  World.Control read();

  @Override
  void close();
}
