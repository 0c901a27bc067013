// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.audit.store.AuditFacts;
import dev.atom.base.AtomException;
import dev.atom.cli.local.FeatureStates;
import dev.atom.cli.local.TestResult;
import dev.atom.cli.report.Judgement.Evidence;
import dev.atom.cli.report.Judgement.Holds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Follows a link to its evidence and looks whether it holds: in the last test run, in the files of
/// the program, in its commands, in the running instance.
///
/// A link to what does not exist fails. What exists and cannot be judged now is unknown.
final class EvidenceLocker {
  private final Path home;
  private final CommandLine commands;
  private final Optional<AuditFacts> instance;
  private final Map<String, FeatureStates.RowState> features;
  private final List<TestResult> results;

  /// @param instance a role that may read, if there is an instance
  EvidenceLocker(Path home, CommandLine commands, Optional<AuditFacts> instance)
      throws IOException {
    this.home = home;
    this.commands = commands;
    this.instance = instance;
    this.features =
        FeatureStates.read(home).stream()
            .collect(Collectors.toMap(it -> it.row().id(), Function.identity()));
    this.results = FeatureStates.results(home);
  }

  Evidence follow(Framework.Link link) {
    if (link.feature() != null) {
      return feature(link.feature());
    }
    if (link.test() != null) {
      return test(link.test());
    }
    if (link.document() != null) {
      return document(link.document());
    }
    if (link.command() != null) {
      return command(link.command());
    }
    if (link.query() != null && link.expects() != null) {
      String says = link.says() == null ? link.query() : link.says();
      return query(link.query(), link.expects(), says);
    }
    return new Evidence("none", "", Holds.NO, "the link names nothing");
  }

  private Evidence feature(String id) {
    var row = features.get(id);
    if (row == null) {
      return new Evidence("feature", id, Holds.NO, "docs/features.md has no such row");
    }
    String link = id + " " + row.row().name();
    return switch (row.state()) {
      case DONE -> new Evidence("feature", link, Holds.YES, row.tests() + " tests show it");
      case FAILING ->
          new Evidence("feature", link, Holds.NO, "fails: " + String.join(", ", row.failed()));
      case ABSENT ->
          new Evidence("feature", link, Holds.UNKNOWN, "no test of the last run shows it");
    };
  }

  private Evidence test(String name) {
    int hash = name.indexOf('#');
    String type = hash < 0 ? name : name.substring(0, hash);
    String method = hash < 0 ? "" : name.substring(hash + 1);
    List<TestResult> run =
        results.stream()
            .filter(it -> it.className().equals(type))
            .filter(it -> method.isEmpty() || it.method().equals(method))
            .toList();
    if (run.isEmpty()) {
      return source(type)
          ? new Evidence("test", name, Holds.UNKNOWN, "not in the last run")
          : new Evidence("test", name, Holds.NO, "there is no such test");
    }
    long failed = run.stream().filter(it -> !it.passed()).count();
    return failed == 0
        ? new Evidence("test", name, Holds.YES, run.size() + " passed")
        : new Evidence("test", name, Holds.NO, failed + " of " + run.size() + " failed");
  }

  private boolean source(String type) {
    Path file = Path.of("src/test/java", type.replace('.', '/') + ".java");
    try (Stream<Path> rooms = Files.walk(home, 2)) {
      return rooms.filter(Files::isDirectory).anyMatch(room -> Files.exists(room.resolve(file)));
    } catch (IOException _) {
      return false;
    }
  }

  private Evidence document(String link) {
    int hash = link.indexOf('#');
    Path file = home.resolve(hash < 0 ? link : link.substring(0, hash));
    try {
      if (!Files.exists(file)) {
        return new Evidence("document", link, Holds.NO, "there is no such file");
      }
      boolean there =
          hash < 0
              || Files.readAllLines(file).stream()
                  .filter(line -> line.startsWith("#"))
                  .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
      return there
          ? new Evidence("document", link, Holds.YES, "is there")
          : new Evidence("document", link, Holds.NO, "has no such heading");
    } catch (IOException e) {
      return new Evidence("document", link, Holds.NO, "cannot be read: " + e.getMessage());
    }
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private Evidence command(String path) {
    CommandLine at = commands;
    for (String word : path.split(" ", -1)) {
      at = at.getSubcommands().get(word);
      if (at == null) {
        return new Evidence("command", path, Holds.NO, "there is no such command");
      }
    }
    return new Evidence("command", "./atom " + path, Holds.YES, "is there");
  }

  private Evidence query(String sql, String expects, String says) {
    if (instance.isEmpty()) {
      return new Evidence("query", says, Holds.UNKNOWN, "no instance was asked");
    }
    try {
      String found = instance.get().value(sql);
      boolean holds =
          expects.startsWith(">=")
              ? !found.isEmpty()
                  && Long.parseLong(found) >= Long.parseLong(expects.substring(2).strip())
              : found.equals(expects);
      String why = "the instance says " + found + ", expected " + expects;
      return new Evidence("query", says, holds ? Holds.YES : Holds.NO, why);
    } catch (AtomException | NumberFormatException e) {
      return new Evidence("query", says, Holds.NO, "the instance refuses: " + e.getMessage());
    }
  }
}
