// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import dev.atom.config.ConfigResult.Loaded;
import java.io.PrintStream;

/// Puts a process together from its configuration and starts it.
///
/// @param <C> the configuration
@FunctionalInterface
public interface Assembly<C extends Record> {
  /// Starts; returns when the process serves.
  ///
  /// @param out where access lines go
  /// @throws dev.atom.base.AtomException naming what cannot be used
  Serving start(Loaded<C> loaded, PrintStream out);
}
