// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which kinds have pods, and where in the object: `pod-kinds.txt`, and what a user adds to it.
public final class KindTable {
  private static final Set<String> CLUSTER_SCOPED = clusterScoped();

  private final Map<String, List<PodPath>> paths;

  private KindTable(Map<String, List<PodPath>> paths) {
    this.paths = paths;
  }

  /// The table as it is shipped.
  public static KindTable shipped() {
    return Shipped.TABLE;
  }

  /// Made when it is first asked for: reading without judging needs no table.
  private static final class Shipped {
    static final KindTable TABLE = new KindTable(Map.of()).with(resource("pod-kinds.txt"));
  }

  /// This table and the lines of `text`, which count more: `group | kind | path path…`.
  ///
  /// @throws IllegalArgumentException naming the line that is no row
  public KindTable with(String text) {
    Map<String, List<PodPath>> more = new HashMap<>(paths);
    for (List<String> row : rows(text, 3)) {
      List<PodPath> places = new ArrayList<>();
      if (!row.get(2).equals("-")) {
        for (String path : row.get(2).split(" +")) {
          places.add(PodPath.parse(path));
        }
      }
      more.put(key(group(row.get(0)), row.get(1)), List.copyOf(places));
    }
    return new KindTable(Map.copyOf(more));
  }

  /// Where pods are in objects of a kind; an empty list when it makes pods from elsewhere, nothing
  /// when the kind is not in the table.
  Optional<List<PodPath>> pods(Manifest manifest) {
    return Optional.ofNullable(paths.get(key(manifest.group(), manifest.kind())));
  }

  /// Whether objects of this kind live in no namespace.
  public static boolean isClusterScoped(String group, String kind) {
    return CLUSTER_SCOPED.contains(key(group, kind));
  }

  private static Set<String> clusterScoped() {
    Set<String> kinds = new HashSet<>();
    for (List<String> row : rows(resource("cluster-kinds.txt"), 2)) {
      for (String kind : row.get(1).split(" +")) {
        kinds.add(key(group(row.get(0)), kind));
      }
    }
    return Set.copyOf(kinds);
  }

  private static String key(String group, String kind) {
    return kind + "." + group;
  }

  private static String group(String cell) {
    return cell.equals("core") ? "" : cell;
  }

  private static List<List<String>> rows(String text, int cells) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> row = List.of(line.split("\\|")).stream().map(String::strip).toList();
      if (row.size() != cells || row.contains("")) {
        throw new IllegalArgumentException(
            "'" + line.strip() + "' is no row of " + cells + " cells with | between them");
      }
      rows.add(row);
    }
    return rows;
  }

  private static String resource(String name) {
    try (var in = KindTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
