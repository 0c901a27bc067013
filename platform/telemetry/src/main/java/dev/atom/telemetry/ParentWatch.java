// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

import java.io.IOException;
import java.io.InputStream;

/// Notices that the process which started this one is gone: its end of our standard input closes.
/// So a killed supervisor leaves no orphan behind.
public final class ParentWatch {
  private final InputStream input;
  private final Runnable gone;

  /// Calls `gone` once, on its own thread, when `input` ends.
  public ParentWatch(InputStream input, Runnable gone) {
    this.input = input;
    this.gone = gone;
  }

  /// Starts watching.
  public void start() {
    Thread.ofPlatform().daemon().name("parent-watch").start(this::watch);
  }

  private void watch() {
    byte[] ignored = new byte[256];
    try {
      while (input.read(ignored) >= 0) {
        // What the parent says does not matter, only that it is there.
      }
    } catch (IOException _) {
      // A broken pipe means the same as its end.
    }
    gone.run();
  }
}
