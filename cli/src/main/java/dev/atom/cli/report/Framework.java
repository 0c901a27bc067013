// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A set of controls, as a file in `docs/controls` says it.
///
/// @param framework its name, that of the file
/// @param family a name for several, such as `pages`
/// @param needs a folder of the program; as long as it is absent, the controls do not apply
record Framework(
    String framework,
    String title,
    String about,
    @Nullable String family,
    @Nullable String needs,
    List<Control> controls) {

  /// One control.
  ///
  /// @param claim what is said to hold
  record Control(String id, String title, String claim, List<Link> evidence) {}

  /// A piece of evidence: exactly one of the first five is given.
  ///
  /// @param feature a row of `docs/features.md`
  /// @param test a test class, or `class#method`
  /// @param document a file, or `file#heading`
  /// @param command a subcommand, such as `audit verify`
  /// @param query SQL that gives one value
  /// @param expects that value: `0`, or `>=1`
  /// @param says what the query shows, in words
  record Link(
      @Nullable String feature,
      @Nullable String test,
      @Nullable String document,
      @Nullable String command,
      @Nullable String query,
      @Nullable String expects,
      @Nullable String says) {}

  /// Whether it is meant by `name`: its own, its family's, or `all`.
  boolean isCalled(String name) {
    return name.equals("all") || name.equals(framework) || name.equals(family);
  }

  /// Every framework of the program, by name.
  static List<Framework> all(Path home) {
    try (Stream<Path> files = Files.list(home.resolve("docs/controls"))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(file -> Json.read(file, Framework.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
