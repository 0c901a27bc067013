// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.diff.Exemptions;
import dev.atom.posture.diff.Release;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one side of a comparison: a folder of rendered objects, or values files, or both.
///
/// A document with neither apiVersion nor kind is values; a single file is `values` to both sides,
/// files of a folder go by their path in it.
final class ReleaseSource {
  private final Console console;
  private final List<Unreadable> unreadable = new ArrayList<>();

  ReleaseSource(Console console) {
    this.console = console;
  }

  /// What could not be read of all releases so far.
  List<Unreadable> unreadable() {
    return unreadable;
  }

  /// @param name a folder, a file, or `cluster:`
  Release read(String name, @Nullable Path exemptions) {
    if (NamedObjects.isCluster(name)) {
      var live = NamedObjects.read(List.of(name), console);
      unreadable.addAll(live.unreadable());
      return new Release(Cluster.of(live.manifests()), new TreeMap<>(), exemptions(exemptions));
    }
    return read(Path.of(name), exemptions);
  }

  private Release read(Path root, @Nullable Path exemptions) {
    SortedMap<String, Node> values = new TreeMap<>();
    List<Manifest> manifests = new ArrayList<>();
    for (Path file : files(root)) {
      String name = Files.isDirectory(root) ? root.relativize(file).toString() : "values";
      List<Node> documents =
          ManifestReader.usual().documents(file.toString(), bytes(file), new ArrayList<>());
      boolean isValues =
          !documents.isEmpty() && documents.stream().allMatch(ReleaseSource::isValues);
      if (isValues) {
        values.put(name, documents.getFirst());
      } else {
        var set = ManifestFiles.read(List.of(file.toString()), console);
        manifests.addAll(set.manifests());
        unreadable.addAll(set.unreadable());
      }
    }
    return new Release(Cluster.of(manifests), values, exemptions(exemptions));
  }

  private SortedMap<String, String> exemptions(@Nullable Path file) {
    if (file == null) {
      return new TreeMap<>();
    }
    return Exemptions.of(
        ManifestReader.usual().documents(file.toString(), bytes(file), unreadable));
  }

  private static boolean isValues(Node document) {
    return document instanceof MapNode map
        && map.get("apiVersion").isNull()
        && map.get("kind").isNull();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path root) {
    if (!Files.exists(root)) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "there is no " + root + ": name a file or a folder");
    }
    if (!Files.isDirectory(root)) {
      return List.of(root);
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(it -> it.toString().matches(".*\\.(ya?ml|json)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the folder " + root + " cannot be read: " + e.getMessage(), e);
    }
  }
}
