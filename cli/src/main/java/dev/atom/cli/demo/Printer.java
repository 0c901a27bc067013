// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import java.io.PrintStream;
import java.util.List;

/// Prints the story for people; with colours only when it may.
final class Printer {
  private static final String BOLD = "1";
  private static final String FAINT = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String CYAN = "36";

  private final PrintStream out;
  private final boolean colours;
  private volatile boolean silent;

  Printer(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /// Prints nothing from now on.
  void silence() {
    silent = true;
  }

  void welcome(String gate, String data) {
    print("");
    print("GATE=" + gate + "   data in " + data + ", nothing else is touched");
  }

  void heading(int number, int of, String title) {
    print("");
    print(painted(BOLD, number + "/" + of + "  " + title));
  }

  void sent(String line) {
    print("  " + painted(CYAN, "→ " + line));
  }

  void came(String line) {
    print("  ← " + line);
  }

  void entry(String line) {
    print("  " + painted(FAINT, "audit " + line));
  }

  void note(String line) {
    print("  " + line);
  }

  void verdict(String claim, boolean held, String found) {
    String seen = found.isEmpty() ? "" : " (" + found + ")";
    print("  " + (held ? painted(GREEN, "✔ " + claim) : painted(RED, "✘ " + claim)) + seen);
  }

  void took(long millis) {
    print("  " + painted(FAINT, millis / 1000 + "." + millis % 1000 / 100 + " s"));
  }

  void farewell(List<StepReport> reports, DemoFolder folder) {
    long held = reports.stream().filter(StepReport::held).count();
    String summary = held + " of " + reports.size() + " steps held";
    print("");
    print(painted(held == reports.size() ? GREEN : RED, summary));
    print(
        folder.kept()
            ? "The data is kept: ./atom up --data " + folder.path()
            : "Everything was stopped and its folder removed.");
  }

  private String painted(String colour, String text) {
    return colours ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }

  private void print(String line) {
    if (!silent) {
      out.println(line);
    }
  }
}
