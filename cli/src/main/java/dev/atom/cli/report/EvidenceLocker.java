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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Follows a link to its evidence and looks whether it holds: in the last test run, in the files of
/// the program, in its commands, in the running instance.
///
/// A link to what does not exist fails. What exists and cannot be judged now is unknown.
final class EvidenceLocker {
  private static final String FEATURES = "docs/features.md";
  private static final String RUN_TESTS = "./atom test";
  private static final String LOOK_UP = "./atom features";
  private static final String START = "./atom up --detach && ./atom audit report";
  private static final Pattern MARK = Pattern.compile("@Feature\\([^)]*\\)");
  private static final Pattern ROW = Pattern.compile("\"(\\w+)\"");

  private final Path home;
  private final CommandLine commands;
  private final Optional<AuditFacts> instance;
  private final Map<String, FeatureStates.RowState> features;
  private final List<TestResult> results;
  private final List<Path> sources;
  private final Set<String> marked;

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
    this.sources = sources();
    this.marked = marked();
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
    return fails("none", "", "the link names nothing");
  }

  private static Evidence holds(String kind, String link, String why, String file) {
    return new Evidence(kind, link, Holds.YES, why, file, "");
  }

  private static Evidence fails(String kind, String link, String why) {
    return new Evidence(kind, link, Holds.NO, why, "", "");
  }

  private Evidence feature(String id) {
    var row = features.get(id);
    if (row == null) {
      return fails("feature", id, FEATURES + " has no such row");
    }
    String link = id + " " + row.row().name();
    return switch (row.state()) {
      case DONE -> holds("feature", link, shownBy(row.tests()), FEATURES);
      case FAILING ->
          new Evidence(
              "feature", link, Holds.NO, "fails: " + String.join(", ", row.failed()), FEATURES, "");
      case ABSENT ->
          marked.contains(id)
              ? new Evidence(
                  "feature", link, Holds.UNKNOWN, "its tests were not run", FEATURES, RUN_TESTS)
              : new Evidence(
                  "feature", link, Holds.UNKNOWN, "no test shows it yet", FEATURES, LOOK_UP);
    };
  }

  private static String shownBy(int tests) {
    return tests == 1 ? "1 test shows it" : tests + " tests show it";
  }

  private Evidence test(String name) {
    int hash = name.indexOf('#');
    String type = hash < 0 ? name : name.substring(0, hash);
    String method = hash < 0 ? "" : name.substring(hash + 1);
    Optional<Path> source =
        sources.stream().filter(it -> it.endsWith(type.replace('.', '/') + ".java")).findFirst();
    if (source.isEmpty()) {
      return fails("test", name, "there is no such test");
    }
    String file = source.get().toString();
    List<TestResult> run =
        results.stream()
            .filter(it -> it.className().equals(type))
            .filter(it -> method.isEmpty() || it.method().equals(method))
            .toList();
    if (run.isEmpty()) {
      return new Evidence("test", name, Holds.UNKNOWN, "not in the last run", file, RUN_TESTS);
    }
    long failed = run.stream().filter(it -> !it.passed()).count();
    return failed == 0
        ? holds("test", name, run.size() + " passed", file)
        : new Evidence("test", name, Holds.NO, failed + " of " + run.size() + " failed", file, "");
  }

  /// The sources of all tests, relative to the program's folder.
  private List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : rooms()) {
      try (Stream<Path> files = Files.walk(folder.resolve("src/test/java"))) {
        files
            .filter(it -> it.toString().endsWith(".java"))
            .map(home::relativize)
            .forEach(found::add);
      }
    }
    return found;
  }

  private List<Path> rooms() throws IOException {
    try (Stream<Path> folders = Files.walk(home, 2)) {
      return folders.filter(it -> Files.isDirectory(it.resolve("src/test/java"))).toList();
    }
  }

  /// The rows that some test is marked to show.
  private Set<String> marked() throws IOException {
    Set<String> rows = new HashSet<>();
    for (Path source : sources) {
      var mark = MARK.matcher(Files.readString(home.resolve(source)));
      while (mark.find()) {
        var row = ROW.matcher(mark.group());
        while (row.find()) {
          rows.add(row.group(1));
        }
      }
    }
    return rows;
  }

  private Evidence document(String link) {
    int hash = link.indexOf('#');
    Path file = home.resolve(hash < 0 ? link : link.substring(0, hash));
    try {
      if (!Files.exists(file)) {
        return fails("document", link, "there is no such file");
      }
      boolean there =
          hash < 0
              || Files.readAllLines(file).stream()
                  .filter(line -> line.startsWith("#"))
                  .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
      return there
          ? holds("document", link, "is there", link)
          : fails("document", link, "has no such heading");
    } catch (IOException e) {
      return fails("document", link, "cannot be read: " + e.getMessage());
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
        return fails("command", path, "there is no such command");
      }
    }
    return holds("command", "./atom " + path, "is there", "");
  }

  private Evidence query(String sql, String expects, String says) {
    if (instance.isEmpty()) {
      return new Evidence("query", says, Holds.UNKNOWN, "no instance was asked", "", START);
    }
    try {
      String found = instance.get().value(sql);
      boolean holds =
          expects.startsWith(">=")
              ? !found.isEmpty()
                  && Long.parseLong(found) >= Long.parseLong(expects.substring(2).strip())
              : found.equals(expects);
      String why = "the instance says " + found + ", expected " + expects;
      return holds ? holds("query", says, why, "") : fails("query", says, why);
    } catch (AtomException | NumberFormatException e) {
      return fails("query", says, "the instance refuses: " + e.getMessage());
    }
  }
}
