// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.ExitCodes;
import dev.atom.cli.instance.Supervisor;

/// What Ctrl-C and SIGTERM do: everything is stopped in order, and that is success.
final class StopOnSignal implements Runnable {
  private final Supervisor supervisor;
  private volatile boolean needed = true;

  StopOnSignal(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  /// The command is ending by itself, with a status of its own.
  void noLongerNeeded() {
    needed = false;
  }

  @Override
  public void run() {
    if (needed) {
      supervisor.close();
      // The JVM would report the signal as a failure.
      Runtime.getRuntime().halt(ExitCodes.DONE);
    }
  }
}
