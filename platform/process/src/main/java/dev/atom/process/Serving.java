// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

/// A process that serves.
public interface Serving extends AutoCloseable {
  /// The port it serves on.
  int port();

  /// Lets what is under way finish, bounded, and stops.
  @Override
  void close();
}
