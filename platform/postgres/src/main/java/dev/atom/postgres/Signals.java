// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import java.io.IOException;

/// Sends the signals that [ProcessHandle] has no method for.
final class Signals {
  private Signals() {}

  /// Sends `name` (such as `INT`) to `process`; a process that is gone is fine.
  static void send(ProcessHandle process, String name) throws IOException, InterruptedException {
    new ProcessBuilder(
            "sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, Long.toString(process.pid()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
