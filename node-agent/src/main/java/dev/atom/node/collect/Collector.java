// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

/// Reads one part of the host. Called by one thread only, which may hang in it: what a collector
/// shares with others it shares without locks.
public interface Collector {
  /// Its name, as in the configuration.
  String name();

  /// Whether it reads what changes or what is.
  Rhythm rhythm();

  /// Reads once. Does not throw for anything the host's files hold.
  Reading collect(Pass pass);

  /// How often a collector reads by itself.
  enum Rhythm {
    /// At the interval of measurements.
    RUNTIME,
    /// At the interval of hardware.
    HARDWARE,
    /// At the interval of container discovery.
    DISCOVERY
  }
}
