// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The repository as it lies on disk: its rooms, its files, and the tables of this module.
final class Repository {
  private static final Path ROOT = find();
  private static final List<Room> ROOMS = readRooms();

  private Repository() {}

  static Path root() {
    return ROOT;
  }

  /// Every room of the table, ground first.
  static List<Room> rooms() {
    return ROOMS;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The path from the root, with `/`.
  static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  /// Files below `folder` in a steady order; none when there is no such folder.
  static List<Path> files(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Java files of a room, `main` or `test`.
  static List<Path> sources(Room room, String kind) {
    return files(
        room.path().resolve("src").resolve(kind).resolve("java"),
        file -> file.toString().endsWith(".java"));
  }

  /// All Java files: the rooms', their tests', and those of the test modules around them.
  static List<Path> allSources() {
    var found = new ArrayList<Path>();
    for (Room room : ROOMS) {
      found.addAll(sources(room, "main"));
      found.addAll(sources(room, "test"));
    }
    for (String around : List.of("architecture-tests", "system-tests", "benchmarks")) {
      found.addAll(
          files(ROOT.resolve(around).resolve("src"), file -> file.toString().endsWith(".java")));
    }
    return found;
  }

  /// Markdown that belongs to the repository: root, docs, and each room's sign.
  static List<Path> documents() {
    var found = new ArrayList<Path>();
    try (var top = Files.list(ROOT)) {
      top.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.addAll(files(ROOT.resolve("docs"), file -> file.toString().endsWith(".md")));
    for (Room room : ROOMS) {
      Path sign = room.path().resolve("README.md");
      if (Files.exists(sign)) {
        found.add(sign);
      }
    }
    return found;
  }

  /// Rows of a table in this module's resources: cells parted by `|`, comments after `#`.
  static List<List<String>> table(String name) {
    Path file = ROOT.resolve("architecture-tests/src/test/resources").resolve(name);
    return read(file)
        .lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static List<Room> readRooms() {
    var rows = table("rooms.txt");
    var all = new LinkedHashSet<String>();
    rows.forEach(row -> all.add(row.getFirst()));
    return rows.stream().map(row -> new Room(row.getFirst(), uses(row, all))).toList();
  }

  private static Set<String> uses(List<String> row, Set<String> all) {
    var uses = new LinkedHashSet<String>();
    for (String word : row.get(1).split("\\s+")) {
      if (word.equals("*")) {
        uses.addAll(all);
        uses.remove(row.getFirst());
      } else if (word.equals("platform/*")) {
        all.stream().filter(room -> room.startsWith("platform/")).forEach(uses::add);
        uses.remove("platform/postgres");
      } else if (!word.equals("-")) {
        uses.add(word);
      }
    }
    return uses;
  }

  private static Path find() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("platform/base"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run this inside the repository: no platform/base above");
    }
    return folder;
  }
}
