// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.audit.store.AuditFacts;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.local.VersionCommand;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Judges every control of `docs/controls` by its evidence, today.
@Command(
    name = "report",
    description = "Judge the controls of a framework by their evidence. Exit 1 when one is red.",
    footer = {
      "",
      "Frameworks: soc2, gdpr, hipaa, pod-security, pages (or one of them: page-atom, page-atlas,",
      "page-system-agent, page-aiops), all. Evidence is looked up in the last test run, in the",
      "program's files and commands, and in the instance of the data folder when there is one.",
      "",
      "Examples:",
      "  ./atom audit report --out report.html",
      "  ./atom audit report --framework soc2 --format json"
    })
public final class ReportCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--framework", paramLabel = "NAME", description = "Which one (all).")
  private String name = "all";

  @Option(names = "--format", paramLabel = "FORMAT", description = "html or json (html).")
  private Format format = Format.HTML;

  @Option(names = "--out", paramLabel = "FILE", description = "Write there, not to the terminal.")
  private @Nullable Path file;

  private enum Format {
    HTML,
    JSON
  }

  public ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Framework> chosen =
        Framework.all(console.home()).stream().filter(it -> it.isCalled(name)).toList();
    if (chosen.isEmpty()) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "there is no framework '"
              + name
              + "': see "
              + console.home().resolve("docs/controls")
              + ", or name pages or all");
    }
    Judgement judgement = judge(chosen);
    String text =
        switch (format) {
          case HTML -> ReportHtml.of(judgement, program());
          case JSON -> Json.pretty(ReportJson.of(judgement)) + "\n";
        };
    write(text);
    console.tell(
        "%d green, %d red, %d unknown, %d not applicable"
            .formatted(
                judgement.count(Judgement.State.GREEN),
                judgement.count(Judgement.State.RED),
                judgement.count(Judgement.State.UNKNOWN),
                judgement.count(Judgement.State.NOT_APPLICABLE)));
    return judgement.count(Judgement.State.RED) == 0 ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  /// The program's folder as seen from where the page will lie.
  private Path program() {
    Path home = console.home().toAbsolutePath().normalize();
    Path beside = file == null ? home : file.toAbsolutePath().normalize().resolveSibling("");
    return beside.relativize(home);
  }

  private Judgement judge(List<Framework> frameworks) {
    Optional<String> url =
        InstanceState.read(new DataFolder(data.folder(console.environment())))
            .map(InstanceState::database);
    Optional<Database> instance = url.flatMap(ReportCommand::open);
    try {
      var locker =
          new EvidenceLocker(
              console.home(), AtomCommand.commandLine(console), instance.map(AuditFacts::new));
      var assessment = new Assessment(console.home(), locker);
      return new Judgement(
          console.clock().instant(),
          VersionCommand.version(),
          instance.isPresent() ? PostgresUrl.parse(url.orElseThrow()).toString() : "",
          frameworks.stream().map(assessment::judge).toList());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "the evidence below " + console.home() + " cannot be read: " + e.getMessage(),
          e);
    } finally {
      instance.ifPresent(Database::close);
    }
  }

  /// An instance that was stopped is no instance: its facts are unknown, not wrong.
  private static Optional<Database> open(String url) {
    Database database = Database.open(PostgresUrl.parse(url), "audit-report", 1);
    try {
      new AuditFacts(database).value("select 1");
      return Optional.of(database);
    } catch (AtomException _) {
      database.close();
      return Optional.empty();
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
