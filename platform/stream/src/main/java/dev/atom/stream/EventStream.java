// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

/// Takes records and keeps them at least once. Safe for use by many threads.
public interface EventStream extends AutoCloseable {
  /// Offers `record`. Never blocks, never drops: it is taken and answered, or not taken.
  Offer publish(StreamRecord record);

  /// Waits, bounded, for what was taken, and fails what is left.
  @Override
  void close();
}
