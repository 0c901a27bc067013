// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.journal;

import java.io.PrintStream;
import java.time.InstantSource;

/// Writes events as JSON lines. A logging library would cost this process a tenth of its memory.
/// Safe for use by many threads.
public final class Journal {
  private final PrintStream out;
  private final InstantSource clock;

  /// @param out where lines go
  public Journal(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /// Something that an operator may want to know.
  public void info(String event, String message) {
    line("INFO", event, message);
  }

  /// Something that an operator should look at.
  public void warn(String event, String message) {
    line("WARN", event, message);
  }

  private void line(String level, String event, String message) {
    var line = new StringBuilder(160);
    line.append("{\"time\":\"").append(clock.instant()).append("\",\"level\":\"").append(level);
    line.append("\",\"event\":\"").append(event).append("\",\"message\":\"");
    escape(message, line);
    out.println(line.append("\"}"));
  }

  private static void escape(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        line.append(' ');
      } else {
        line.append(c);
      }
    }
  }
}
