// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.store.AuditFacts;
import dev.atom.base.Secret;
import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.report.Judgement.Holds;
import dev.atom.cli.report.Judgement.State;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.Feature;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The matrix of the repository, and a small one whose evidence is broken on purpose.
class ReportTest {
  private static final Path PROGRAM = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path home;

  @BeforeEach
  void writeAProgram() throws IOException {
    Files.createDirectories(home.resolve("docs/controls"));
    Files.writeString(
        home.resolve("docs/features.md"),
        "| Z1 | first | S1 | | test |\n| Z2 | second | S1 | | test |\n");
    Files.writeString(home.resolve("docs/page.md"), "# A page\n\n## The promise, in short\n");
    Files.createDirectories(home.resolve("room/target/surefire-reports"));
    Files.writeString(home.resolve("room/pom.xml"), "<project/>");
    Files.writeString(source(), "");
    ran("one", "");
    matrix("{\"document\":\"docs/page.md#the-promise-in-short\"}");
  }

  private void ran(String method, String outcome) throws IOException {
    Files.writeString(
        home.resolve("room/target/surefire-reports/TEST-x.xml"),
        """
        <testsuite name='x'>
          <testcase classname='dev.atom.cli.report.ReportTest' name='%s'>%s</testcase>
        </testsuite>
        """
            .formatted(method, outcome));
  }

  private void matrix(String links) throws IOException {
    Files.writeString(
        home.resolve("docs/controls/small.json"),
        """
        {"framework":"small","title":"<Small> & safe","about":"one control","controls":[
          {"id":"S-1","title":"It holds","claim":"It is so.","evidence":[%s]}]}
        """
            .formatted(links));
  }

  private static Console console(Path home, OutputStream out) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(new byte[0]),
        Map.of(),
        InstantSource.fixed(Instant.parse("2026-05-04T12:00:00Z")),
        home);
  }

  private static Judgement.JudgedControl judged(Path home, Optional<AuditFacts> instance)
      throws IOException {
    var commands = AtomCommand.commandLine(console(home, OutputStream.nullOutputStream()));
    var assessment = new Assessment(home, new EvidenceLocker(home, commands, instance));
    return assessment.judge(Framework.all(home).getFirst()).controls().getFirst();
  }

  private State state(String links) throws IOException {
    matrix(links);
    return judged(home, Optional.empty()).state();
  }

  @Test
  @Feature("C26")
  void everyLinkOfEveryControlResolves() throws IOException {
    TestDatabase urls = TestPostgres.shared().freshDatabase();
    Migrations.run(PostgresUrl.parse(urls.ownerUrl()));
    var config =
        new AuditConfig(
            urls.auditUrl(),
            Secret.of("4f1e09a7d3c8b2650e9d7f8a1c3b5d70"),
            Duration.ofSeconds(20),
            10);
    ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom()).close();
    try (var reader = Database.open(PostgresUrl.parse(urls.readerUrl()), "report", 1)) {
      var commands = AtomCommand.commandLine(console(PROGRAM, OutputStream.nullOutputStream()));
      var locker = new EvidenceLocker(PROGRAM, commands, Optional.of(new AuditFacts(reader)));
      var assessment = new Assessment(PROGRAM, locker);
      var broken =
          Framework.all(PROGRAM).stream()
              .map(assessment::judge)
              .flatMap(it -> it.controls().stream())
              .flatMap(it ->
                  it.evidence().stream()
                      .filter(one -> one.why().startsWith("there is no") || isRefused(one))
                      .map(one -> it.control().id() + ": " + one))
              .toList();

      assertThat(broken).isEmpty();
      assertThat(Framework.all(PROGRAM).stream().flatMap(it -> it.controls().stream()))
          .hasSizeGreaterThan(60)
          .allSatisfy(control -> assertThat(control.evidence()).as(control.id()).isNotEmpty());
    }
  }

  private static boolean isRefused(Judgement.Evidence one) {
    return one.why().startsWith("the instance refuses") || one.why().contains("no such");
  }

  @Test
  @Feature("C26")
  void aControlTurnsRedWhenItsEvidenceBreaks() throws IOException {
    String test = "{\"test\":\"dev.atom.cli.report.ReportTest#one\"}";
    assertThat(state(test)).isEqualTo(State.GREEN);

    ran("one", "<failure/>");
    assertThat(state(test)).isEqualTo(State.RED);

    ran("one", "");
    String page = "{\"document\":\"docs/page.md#the-promise-in-short\"}";
    assertThat(state(test + "," + page)).isEqualTo(State.GREEN);
    Files.writeString(home.resolve("docs/page.md"), "# A page\n");
    assertThat(state(test + "," + page)).isEqualTo(State.RED);

    assertThat(state("{\"command\":\"audit verify\"}")).isEqualTo(State.GREEN);
    assertThat(state("{\"command\":\"audit forget\"}")).isEqualTo(State.RED);
    assertThat(state("{\"feature\":\"Z9\"}")).isEqualTo(State.RED);
    assertThat(state("{\"test\":\"dev.atom.cli.NoSuchTest\"}")).isEqualTo(State.RED);
    assertThat(state("{}")).isEqualTo(State.RED);
    assertThat(state("")).as("a claim without evidence").isEqualTo(State.RED);
  }

  @Test
  void whatCannotBeKnownNowIsUnknown() throws IOException {
    assertThat(state("{\"feature\":\"Z1\"}")).isEqualTo(State.UNKNOWN);
    assertThat(state("{\"query\":\"select 1\",\"expects\":\"1\"}")).isEqualTo(State.UNKNOWN);
    assertThat(decide("{\"query\":\"select 1\",\"expects\":\"1\"}")).contains("./atom up");
    assertThat(decide("{\"feature\":\"Z1\"}")).isEqualTo("./atom features");
    marked("Z1");
    assertThat(decide("{\"feature\":\"Z1\"}")).isEqualTo("./atom test");
    assertThat(decide("{\"document\":\"docs/page.md\"}")).isEmpty();
  }

  private String decide(String link) throws IOException {
    matrix(link);
    return judged(home, Optional.empty()).evidence().getFirst().decide();
  }

  private void marked(String row) throws IOException {
    Files.writeString(source(), "@Feature({\"" + row + "\", \"Z7\"})\n");
  }

  private Path source() throws IOException {
    Path file = home.resolve("room/src/test/java/dev/atom/cli/report/ReportTest.java");
    Files.createDirectories(file.resolveSibling(""));
    return file;
  }

  @Test
  void anInstanceIsAsked() throws IOException {
    var urls = TestPostgres.shared().freshDatabase();
    try (var reader = Database.open(PostgresUrl.parse(urls.readerUrl()), "report", 1)) {
      matrix("{\"query\":\"select 2\",\"expects\":\">=1\",\"says\":\"there is some\"}");
      assertThat(judged(home, Optional.of(new AuditFacts(reader))).state()).isEqualTo(State.GREEN);
      matrix("{\"query\":\"select 2\",\"expects\":\"0\"}");
      assertThat(judged(home, Optional.of(new AuditFacts(reader))).evidence().getFirst().holds())
          .isEqualTo(Holds.NO);
      matrix("{\"query\":\"select * from nowhere\",\"expects\":\"0\"}");
      assertThat(judged(home, Optional.of(new AuditFacts(reader))).state()).isEqualTo(State.RED);
    }
  }

  @Test
  void whatNeedsWhatIsNotThereDoesNotApplyUntilItIs() throws IOException {
    Files.writeString(
        home.resolve("docs/controls/small.json"),
        """
        {"framework":"small","title":"t","about":"a","needs":"deploy","controls":[
          {"id":"S-1","title":"t","claim":"c","evidence":[{"feature":"Z1"}]}]}
        """);
    assertThat(judged(home, Optional.empty()).state()).isEqualTo(State.NOT_APPLICABLE);
    Files.createDirectories(home.resolve("deploy"));
    assertThat(judged(home, Optional.empty()).state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void thePageNeedsNothingElseAndEscapesWhatItShows() throws IOException {
    Path out = home.resolve("report.html");
    int status =
        AtomCommand.run(
            console(home, OutputStream.nullOutputStream()),
            "audit",
            "report",
            "--data",
            home.resolve("none").toString(),
            "--out",
            out.toString());

    String page = Files.readString(out);
    assertThat(status).isZero();
    assertThat(page)
        .contains("&lt;Small&gt; &amp; safe", "docs/page.md#the-promise-in-short", "@media print")
        .doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
  }

  @Test
  void theRepositoryHasAllFrameworks() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAM.resolve("docs/controls"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("soc2.json", "gdpr.json", "hipaa.json", "pod-security.json");
    }
    assertThat(Framework.all(PROGRAM).stream().filter(it -> it.isCalled("pages"))).hasSize(4);
    assertThat(List.of("soc2", "all"))
        .allSatisfy(name -> assertThat(Framework.all(PROGRAM)).anyMatch(it -> it.isCalled(name)));
  }
}
