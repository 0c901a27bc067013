// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.cli.incident.Collected.Failed;
import dev.atom.cli.incident.Collected.Text;
import dev.atom.cli.instance.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A running `./atom up`: the logs and the configuration of its processes. Their secrets are files
/// of their own, which are not read.
final class InstanceSource implements BundleSource {
  private final DataFolder folder;

  InstanceSource(DataFolder folder) {
    this.folder = folder;
  }

  @Override
  public String cluster() {
    return "instance";
  }

  @Override
  public Set<Category> categories() {
    return EnumSet.of(Category.LOGS, Category.RESOURCES);
  }

  @Override
  public List<Collected> collect(Category category) {
    return category == Category.LOGS
        ? files(category, folder::log)
        : files(category, folder::config);
  }

  private static List<Collected> files(Category category, Function<String, Path> place) {
    List<Collected> found = new ArrayList<>();
    for (String process : DataFolder.PROCESSES) {
      Path file = place.apply(process);
      if (!Files.exists(file)) {
        continue;
      }
      try {
        byte[] bytes = Tail.of(file, Tail.BYTES_MAX);
        found.add(new Text(process, file.toString(), new String(bytes, StandardCharsets.UTF_8)));
      } catch (IOException e) {
        found.add(new Failed(file.toString(), "cannot be read: " + e.getMessage()));
      }
    }
    return found.isEmpty()
        ? List.of(new Failed("instance", "it has no " + category.word()))
        : found;
  }
}
