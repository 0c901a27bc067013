// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the demo's instance keeps its data: a temporary folder that goes with it, or one that
/// stays.
///
/// @param kept whether closing leaves it alone
record DemoFolder(Path path, boolean kept) implements AutoCloseable {
  static DemoFolder temporary() {
    try {
      return new DemoFolder(Files.createTempDirectory("atom-demo-"), false);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "no temporary folder can be made: " + e + "; name one: --keep", e);
    }
  }

  /// @throws AtomException BAD_REQUEST when something lies there already
  static DemoFolder kept(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.exists(path) && !isEmptyFolder(path)) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, path + " is not an empty folder: give --keep a new one");
    }
    return new DemoFolder(path, true);
  }

  private static boolean isEmptyFolder(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(path)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
