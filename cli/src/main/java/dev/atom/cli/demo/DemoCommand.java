// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.base.CloseStack;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells the whole story on an instance made for it, and judges every step.
@Command(
    name = "demo",
    description = "See an agent let through, refused, limited, revoked and audited.",
    footer = {
      "",
      "Runs in a data folder of its own on free ports, beside whatever else runs, and removes it",
      "afterwards. Exit 0 when every step held, 1 when one did not.",
      "",
      "Examples:",
      "  ./atom demo",
      "  ./atom demo --keep /tmp/atom-demo     then: ./atom up --data /tmp/atom-demo",
      "  ./atom demo --json"
    })
public final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the data in this new or empty folder.")
  private @Nullable Path keep;

  @Option(names = "--json", description = "Print the steps and their checks as JSON at the end.")
  private boolean json;

  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    var open = new CloseStack();
    var folder = open.push(keep == null ? DemoFolder.temporary() : DemoFolder.kept(keep));
    var printer = printer();
    // Ctrl-C leaves nothing behind, and what then fails is no news.
    var tidy =
        new Thread(
            () -> {
              printer.silence();
              open.close();
            },
            "tidy");
    Runtime.getRuntime().addShutdownHook(tidy);
    List<StepReport> reports;
    try (open) {
      var instance = DemoInstance.start(console, folder.path(), open);
      reports = new DemoRunner(instance, printer, json ? console::tell : _ -> {}).tell();
    }
    boolean held = reports.stream().allMatch(StepReport::held);
    if (json) {
      console.printJson(DemoRunner.document(reports, folder));
    } else {
      printer.farewell(reports, folder);
    }
    return held ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private Printer printer() {
    if (json) {
      return new Printer(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
    }
    boolean colours =
        Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent()
            && !console.environment().containsKey("NO_COLOR")
            && !"dumb".equals(console.environment().get("TERM"));
    return new Printer(new PrintStream(console.out(), true, StandardCharsets.UTF_8), colours);
  }
}
