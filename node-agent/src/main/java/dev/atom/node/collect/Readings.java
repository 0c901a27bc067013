// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

/// Takes what collectors read. Called by their threads and by the one that watches them.
public interface Readings {
  /// A pass has ended.
  ///
  /// @param nanos how long it took
  void read(Collector collector, Reading reading, long nanos);

  /// A pass takes too long; it may end yet, or never.
  void hung(Collector collector, String reason);

  /// The collector does not read.
  void disabled(Collector collector, String reason);
}
