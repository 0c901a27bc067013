// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The sign on a room's door, its README, cannot lie about its headings, its types, its tests or
/// what it depends on.
final class RoomSignsTest {
  private static final int LINES_MAX = 60;
  private static final List<String> HEADINGS =
      List.of(
          "## What this is",
          "## What it is not",
          "## The types in the order a request meets them",
          "## Rules that live here",
          "## When it cannot know",
          "## Depends on",
          "## Change X here");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TYPE_NAME =
      Pattern.compile("([A-Z][a-z]\\w*)(?:[.#](\\w+)(?:\\(.*\\))?)?");
  private static final Pattern TEST_METHOD = Pattern.compile("[a-z]+(?:[A-Z]\\w*)+");
  private static final Pattern SEPARATOR = Pattern.compile("[|: -]+");
  private static final Pattern ARTIFACT = Pattern.compile("`(atom-[a-z-]+|[\\w.-]+:[\\w.-]+)`");

  private final Names names = new Names();

  @Test
  void everyRoomHasASignWithTheFixedHeadings() {
    var findings =
        new Findings("A room's README.md is missing, too long, or has other headings than agreed:");
    for (Room room : Repository.rooms()) {
      Path sign = room.path().resolve("README.md");
      if (!Files.exists(sign)) {
        findings.add(room.folder() + ": no README.md");
        continue;
      }
      var lines = Repository.read(sign).lines().toList();
      var headings = lines.stream().filter(line -> line.startsWith("## ")).toList();
      if (!headings.equals(HEADINGS)) {
        findings.add(room.folder() + ": headings are " + headings);
      }
      if (lines.size() > LINES_MAX) {
        findings.add(room.folder() + ": " + lines.size() + " lines, at most " + LINES_MAX);
      }
    }
    findings.expectNone();
  }

  @Test
  void everyTypeThatADocumentNamesExists() {
    var findings =
        new Findings("A document names a type or member that is not in the sources. Correct it:");
    for (Path document : Repository.documents()) {
      // The feature table names what is to come as well.
      boolean isTrue = !document.endsWith("features.md");
      var matcher = CODE.matcher(isTrue ? Repository.read(document) : "");
      while (matcher.find()) {
        var name = TYPE_NAME.matcher(matcher.group(1));
        if (name.matches() && !exists(name.group(1), name.group(2))) {
          findings.add(Repository.relative(document) + ": " + matcher.group(1));
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void everyRuleOnASignNamesATestThatExists() {
    var findings =
        new Findings("A rule in a README names no test that exists. Name its class or method:");
    forEachSign((room, text) -> {
      for (String line : section(text, "## Rules that live here")) {
        boolean isRule = line.startsWith("|") && !line.startsWith("| rule |");
        if (isRule && !SEPARATOR.matcher(line).matches() && !namesATest(line)) {
          findings.add(room.folder() + ": " + line);
        }
      }
    });
    findings.expectNone();
  }

  @Test
  void dependsOnEqualsThePom() {
    var findings =
        new Findings(
            "\"Depends on\" and the pom differ. What is there at run time stands in both:");
    forEachSign((room, text) -> {
      var signed = new TreeSet<String>();
      for (String line : section(text, "## Depends on")) {
        var matcher = ARTIFACT.matcher(line);
        while (line.startsWith("- ") && matcher.find()) {
          signed.add(matcher.group(1));
        }
      }
      var shipped = new TreeSet<String>();
      var declared = new TreeSet<String>();
      for (var dependency : Pom.dependencies(room.path().resolve("pom.xml"))) {
        declared.add(dependency.sign());
        if (dependency.ships()) {
          shipped.add(dependency.sign());
        }
      }
      difference(room, "only in the README", signed, declared, findings);
      difference(room, "only in the pom", shipped, signed, findings);
    });
    findings.expectNone();
  }

  @Test
  void everyPackageHasADefiningParagraphAndIsNullMarked() {
    var findings =
        new Findings("A package without package-info.java, its paragraph, or @NullMarked:");
    for (Room room : Repository.rooms()) {
      var folders = new TreeSet<Path>();
      Repository.sources(room, "main").forEach(file -> folders.add(file.getParent()));
      for (Path folder : folders) {
        Path info = folder.resolve("package-info.java");
        String text = Files.exists(info) ? Repository.read(info) : "";
        if (!text.contains("@NullMarked") || !text.contains("///")) {
          findings.add(Repository.relative(folder));
        }
      }
    }
    findings.expectNone();
  }

  private boolean exists(String type, @Nullable String member) {
    return names.isType(type)
        && (member == null || names.isType(member) || names.mentions(type, member));
  }

  private boolean namesATest(String row) {
    String[] cells = row.split("(?<!\\\\)\\|");
    var matcher = CODE.matcher(cells[cells.length - 1]);
    boolean found = false;
    while (matcher.find()) {
      String name = matcher.group(1);
      var qualified = TYPE_NAME.matcher(name);
      if (qualified.matches()) {
        found = exists(qualified.group(1), qualified.group(2));
      } else if (TEST_METHOD.matcher(name).matches()) {
        found = names.isTestMethod(name);
      }
      if (!found) {
        return false;
      }
    }
    return found;
  }

  private static void difference(
      Room room, String where, Set<String> one, Set<String> other, Findings findings) {
    var rest = new TreeSet<>(one);
    rest.removeAll(other);
    if (!rest.isEmpty()) {
      findings.add(room.folder() + ": " + where + ": " + rest);
    }
  }

  private static List<String> section(String text, String heading) {
    var lines = new ArrayList<String>();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        inside = line.equals(heading);
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static void forEachSign(BiConsumer<Room, String> rule) {
    for (Room room : Repository.rooms()) {
      Path sign = room.path().resolve("README.md");
      if (Files.exists(sign)) {
        rule.accept(room, Repository.read(sign));
      }
    }
  }
}
