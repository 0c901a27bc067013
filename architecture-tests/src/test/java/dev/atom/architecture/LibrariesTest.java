// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Each library, and each part of the JDK that reaches outside, has the few places that may name
/// it: `libraries.txt`.
final class LibrariesTest {
  private static final List<String> WITHOUT_WALLS =
      List.of("dev.atom.", "java.", "javax.", "jdk.", "org.jspecify.", "org.w3c.", "org.xml.");
  private static final Set<String> UNWELCOME =
      Set.of("org.mockito", "org.easymock", "io.mockk", "org.powermock", "org.jmock");

  @Test
  void librariesAreNamedOnlyWhereTheTableSays() {
    var findings =
        new Findings(
            "A library outside its walls. Use the room that wraps it, or give the package a row in"
                + " libraries.txt with its reason:");
    var rows = Repository.table("libraries.txt");
    for (CompiledClass type : CompiledClasses.main()) {
      var outside = new TreeSet<String>();
      for (String used : type.types()) {
        var walls = rows.stream().filter(row -> covers(row, used)).toList();
        if (walls.isEmpty() ? !hasNoWalls(used) : walls.stream().noneMatch(r -> admits(r, type))) {
          outside.add(used.substring(0, used.lastIndexOf('.')));
        }
      }
      outside.forEach(library -> findings.add(type.outermost() + " uses " + library));
    }
    findings.expectNone();
  }

  @Test
  void noRowOfTheTableIsIdle() {
    var findings = new Findings("Rows of libraries.txt that no class needs. Delete them:");
    for (var row : Repository.table("libraries.txt")) {
      boolean needed =
          CompiledClasses.main().stream()
              .anyMatch(
                  type -> admits(row, type) && type.types().stream().anyMatch(u -> covers(row, u)));
      if (!needed) {
        findings.add(String.join(" | ", row));
      }
    }
    findings.expectNone();
  }

  @Test
  void noMockingLibraryIsNamedAnywhere() {
    var findings =
        new Findings("A mocking library. Write a small real implementation with fault switches:");
    for (Room room : Repository.rooms()) {
      for (var dependency : Pom.dependencies(room.path().resolve("pom.xml"))) {
        if (UNWELCOME.contains(dependency.group())) {
          findings.add(room.folder() + "/pom.xml: " + dependency.sign());
        }
      }
    }
    findings.expectNone();
  }

  /// A row is about a package with all below it, or about one type.
  private static boolean covers(List<String> row, String type) {
    return type.equals(row.get(0)) || type.startsWith(row.get(0) + ".");
  }

  private static boolean hasNoWalls(String used) {
    return WITHOUT_WALLS.stream().anyMatch(used::startsWith) || !used.contains(".");
  }

  /// A place is a package and what is below it, a class, or `*.name` for every package so named.
  private static boolean admits(List<String> row, CompiledClass type) {
    String place = row.get(1);
    if (place.startsWith("*.")) {
      String inner = place.substring(1);
      return (type.packageName() + ".").contains(inner + ".");
    }
    return type.outermost().equals(place)
        || type.packageName().equals(place)
        || type.packageName().startsWith(place + ".");
  }
}
