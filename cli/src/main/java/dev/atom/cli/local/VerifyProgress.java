// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.cli.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Shows on a terminal how many entries have been checked, twice a second; nothing elsewhere.
final class VerifyProgress implements LongConsumer {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Console console;
  private final boolean shown;
  private Instant next;
  private boolean told;

  VerifyProgress(Console console) {
    this.console = console;
    // There is none where input or output is a pipe.
    this.shown = Optional.ofNullable(System.console()).map(it -> it.isTerminal()).orElse(false);
    this.next = console.clock().instant().plus(PAUSE);
  }

  @Override
  public void accept(long entries) {
    if (!shown) {
      return;
    }
    Instant now = console.clock().instant();
    if (now.isAfter(next)) {
      console.err().print("\r" + entries + " entries checked ");
      console.err().flush();
      next = now.plus(PAUSE);
      told = true;
    }
  }

  /// Leaves the line.
  void end() {
    if (told) {
      console.err().println();
    }
  }
}
