// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.cli.incident.Collected.Failed;
import dev.atom.cli.incident.Collected.Objects;
import dev.atom.cli.incident.Collected.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A folder somebody filled: files by their name or their folder's (`logs/`, `events.txt`, ...),
/// objects by their ending. Links are not followed out of it.
final class FolderSource implements BundleSource {
  private final Path root;

  FolderSource(Path root) {
    this.root = root;
  }

  @Override
  public String cluster() {
    return "folder";
  }

  @Override
  public Set<Category> categories() {
    return EnumSet.allOf(Category.class);
  }

  @Override
  public List<Collected> collect(Category category) {
    try (Stream<Path> all = Files.walk(root)) {
      List<Collected> found =
          all.filter(it -> Files.isRegularFile(it, java.nio.file.LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .filter(it -> category(it) == category)
              .map(it -> read(it, category))
              .toList();
      return found.isEmpty()
          ? List.of(new Failed(root.toString(), "no file of this kind in the folder"))
          : found;
    } catch (IOException e) {
      return List.of(new Failed(root.toString(), "cannot be read: " + e.getMessage()));
    }
  }

  private Category category(Path file) {
    String path = root.relativize(file).toString().toLowerCase(Locale.ROOT);
    if (path.startsWith("event")) {
      return Category.EVENTS;
    }
    if (path.startsWith("describe")) {
      return Category.DESCRIBE;
    }
    boolean objects = path.endsWith(".yaml") || path.endsWith(".yml") || path.endsWith(".json");
    return objects && !path.startsWith("log") ? Category.RESOURCES : Category.LOGS;
  }

  private Collected read(Path file, Category category) {
    String name = root.relativize(file).toString();
    try {
      String text = new String(Tail.of(file, Tail.BYTES_MAX), StandardCharsets.UTF_8);
      return category == Category.RESOURCES
          ? new Objects(name, name, text)
          : new Text(name, name, text);
    } catch (IOException e) {
      return new Failed(name, "cannot be read: " + e.getMessage());
    }
  }
}
