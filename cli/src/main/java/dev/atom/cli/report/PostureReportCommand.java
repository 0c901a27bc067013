// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.local.VersionCommand;
import dev.atom.cli.posture.BaselineSource;
import dev.atom.cli.report.Judgement.Judged;
import dev.atom.cli.report.Judgement.State;
import dev.atom.posture.baseline.Baseline;
import dev.atom.posture.baseline.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is deployed, judged by the controls of a framework.
@Command(
    name = "report",
    description = {
      "Judge what is deployed by a framework: seeds, pss, soc2, gdpr.",
      "Exit 1 when a control fails, or is not judged."
    },
    footer = {
      "",
      "seeds: the checklists of the four security pages. pss: the Pod Security Standards. soc2 and",
      "gdpr: the controls of the program, with what the checklists say of the deployment.",
      "",
      "Examples:",
      "  ./atom posture report --framework seeds --out report.html deploy/",
      "  ./atom posture report --framework pss --format json deploy/"
    })
public final class PostureReportCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private BaselineSource source = new BaselineSource();

  @Option(names = "--framework", paramLabel = "NAME", description = "Which one (seeds).")
  private Name name = Name.SEEDS;

  @Option(names = "--format", paramLabel = "FORMAT", description = "html or json (html).")
  private Format format = Format.HTML;

  @Option(names = "--out", paramLabel = "FILE", description = "Write there, not to the terminal.")
  private @Nullable Path file;

  private enum Name {
    SEEDS,
    PSS,
    SOC2,
    GDPR
  }

  private enum Format {
    HTML,
    JSON
  }

  public PostureReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var now = source.now(console);
    World world = source.read(console, ProgramProofs.of(console, now));
    var judgement = new Judgement(now, VersionCommand.version(), "", frameworks(world));
    write(
        switch (format) {
          case HTML -> ReportHtml.of(judgement, program());
          case JSON -> Json.pretty(ReportJson.of(judgement)) + "\n";
        });
    console.tell(
        "%d green, %d red, %d unknown, %d not applicable"
            .formatted(
                judgement.count(State.GREEN),
                judgement.count(State.RED),
                judgement.count(State.UNKNOWN),
                judgement.count(State.NOT_APPLICABLE)));
    source.complaints().forEach(it -> console.tell("atom: " + it));
    if (!source.complaints().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    boolean holds = judgement.count(State.RED) + judgement.count(State.UNKNOWN) == 0;
    return holds ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  /// Where the program lies from where the page will.
  private Path program() {
    Path home = console.home().toAbsolutePath().normalize();
    Path beside = file == null ? home : file.toAbsolutePath().normalize().resolveSibling("");
    return beside.relativize(home);
  }

  private List<Judged> frameworks(World world) {
    return switch (name) {
      case SEEDS -> PostureFrameworks.seeds(Baseline.judge(world));
      case PSS -> List.of(PostureFrameworks.standards(world.cluster()));
      case SOC2, GDPR -> program(name.name().toLowerCase(Locale.ROOT), Baseline.judge(world));
    };
  }

  private List<Judged> program(String called, List<Baseline.Judged> items) {
    try {
      var locker =
          new EvidenceLocker(console.home(), AtomCommand.commandLine(console), Optional.empty());
      var assessment = new Assessment(console.home(), locker);
      return Framework.all(console.home()).stream()
          .filter(it -> it.isCalled(called))
          .map(assessment::judge)
          .map(it -> PostureFrameworks.with(it, items))
          .toList();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "the evidence below " + console.home() + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private void write(String text) {
    Path out = file;
    if (out == null) {
      console.out().print(text);
      console.out().flush();
      return;
    }
    try {
      Files.writeString(out, text);
      console.tell("written to " + out);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "--out " + out + " cannot be written: " + e.getMessage(), e);
    }
  }
}
