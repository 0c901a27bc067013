// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The arrows between rooms. Before you widen the table, ask whether the type you want belongs to
/// the room below, or whether the caller should hand it in.
final class LayeringTest {
  @Test
  void everyModuleOfTheBuildIsInTheTable() {
    var modules = new ArrayList<>(Pom.modules(Repository.root().resolve("pom.xml")));
    modules.removeAll(List.of("architecture-tests", "system-tests", "benchmarks"));

    assertThat(Repository.rooms().stream().map(Room::folder))
        .withFailMessage("rooms.txt and the modules of the root pom differ: %s", modules)
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void everyRoomIsBuilt() {
    var findings = new Findings("No classes of a room, so its rules cannot be checked. Build it:");
    for (Room room : Repository.rooms()) {
      if (CompiledClasses.main().stream().noneMatch(type -> type.room().equals(room))) {
        findings.add(room.folder());
      }
    }
    findings.expectNone();
  }

  @Test
  void classesUseOnlyRoomsBelow() {
    var findings =
        new Findings(
            "An arrow that rooms.txt does not have. Move the type down, hand the value in, or"
                + " change rooms.txt and ARCHITECTURE.md together:");
    for (CompiledClass type : CompiledClasses.main()) {
      for (String used : type.types()) {
        Room room = roomOf(used);
        if (room != null && !room.equals(type.room()) && !mayUse(type.room(), room)) {
          findings.add(type.name() + " uses " + used + " of " + room.folder());
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void pomsNameOnlyRoomsBelow() {
    var findings =
        new Findings("A pom names a room that rooms.txt does not allow. Remove the dependency:");
    for (Room room : Repository.rooms()) {
      for (var dependency : Pom.dependencies(room.path().resolve("pom.xml"))) {
        Room used = roomOfArtifact(dependency);
        if (used != null && dependency.ships() && !mayUse(room, used)) {
          findings.add(room.folder() + " depends on " + used.folder());
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void nothingThatShipsDependsOnTheTestRoom() {
    var findings = new Findings("Give atom-testing the scope test:");
    for (Room room : Repository.rooms()) {
      for (var dependency : Pom.dependencies(room.path().resolve("pom.xml"))) {
        if (dependency.artifact().equals("atom-testing") && dependency.ships()) {
          findings.add(room.folder() + "/pom.xml");
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void arrowsPointDownwards() {
    var seen = new TreeSet<String>();
    for (Room room : Repository.rooms()) {
      assertThat(seen)
          .withFailMessage("rooms.txt: %s uses a room that stands below it", room.folder())
          .containsAll(room.mayUse());
      seen.add(room.folder());
    }
  }

  @Test
  void theDocumentShowsTheSameTable() {
    var rows = new ArrayList<List<String>>();
    for (String line :
        Repository.read(Repository.root().resolve("ARCHITECTURE.md")).lines().toList()) {
      if (line.startsWith("| `")) {
        String[] cells = line.replace("`", "").split("\\|");
        rows.add(List.of(cells[1].strip(), cells[2].strip()));
      }
    }

    assertThat(rows)
        .withFailMessage("The dependency table of ARCHITECTURE.md differs from rooms.txt: %s", rows)
        .containsAll(Repository.table("rooms.txt"));
  }

  private static boolean mayUse(Room from, Room to) {
    return from.mayUse().contains(to.folder());
  }

  private static @Nullable Room roomOf(String type) {
    for (Room room : Repository.rooms()) {
      if (type.startsWith(room.packageName() + ".")) {
        return room;
      }
    }
    return null;
  }

  private static @Nullable Room roomOfArtifact(Pom.Dependency dependency) {
    for (Room room : Repository.rooms()) {
      if (dependency.group().equals("dev.atom") && dependency.artifact().equals(room.artifact())) {
        return room;
      }
    }
    return null;
  }
}
