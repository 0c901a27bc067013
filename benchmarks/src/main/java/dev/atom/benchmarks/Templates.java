// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// The configuration files of the peers, which stand in the folder `peers` with `@NAME@` where a
/// run puts its own values.
final class Templates {
  private static final Pattern HOLE = Pattern.compile("@[A-Z_]+@");

  private Templates() {}

  /// Writes template `name` with `values` to `file`.
  ///
  /// @throws IllegalArgumentException when a value is missing
  static Path write(String name, Map<String, String> values, Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent(), "parent"));
    return Files.writeString(file, fill(read(name), values));
  }

  static String fill(String template, Map<String, String> values) {
    String text = template;
    for (var value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    var hole = HOLE.matcher(text);
    if (hole.find()) {
      throw new IllegalArgumentException("no value for " + hole.group());
    }
    return text;
  }

  private static String read(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(Templates.class.getResourceAsStream("peers/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
