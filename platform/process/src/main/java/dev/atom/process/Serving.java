// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import dev.atom.base.CloseStack;
import java.util.function.IntSupplier;

/// A process that serves.
public interface Serving extends AutoCloseable {
  /// The port it serves on.
  int port();

  /// What serves on `port` until its parts are closed.
  static Serving of(IntSupplier port, CloseStack parts) {
    return new Serving() {
      @Override
      public int port() {
        return port.getAsInt();
      }

      @Override
      public void close() {
        parts.close();
      }
    };
  }

  /// Lets what is under way finish, bounded, and stops.
  @Override
  void close();
}
