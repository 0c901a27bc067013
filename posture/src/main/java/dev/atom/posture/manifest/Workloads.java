// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pods in a set of objects, and the objects whose pods cannot be judged.
///
/// @param workloads the pods and templates
/// @param notJudged the others
public record Workloads(List<Workload> workloads, List<NotJudged> notJudged) {
  private static final int LOOKED_AT_MAX = 100_000;

  public Workloads {
    workloads = List.copyOf(workloads);
    notJudged = List.copyOf(notJudged);
  }

  /// The pods of `manifests` by the table as it is shipped.
  public static Workloads of(List<Manifest> manifests) {
    return of(manifests, KindTable.shipped());
  }

  /// The pods of `manifests` by `table`.
  public static Workloads of(List<Manifest> manifests, KindTable table) {
    List<Workload> workloads = new ArrayList<>();
    List<NotJudged> notJudged = new ArrayList<>();
    for (Manifest manifest : manifests) {
      add(manifest, table, workloads, notJudged);
    }
    return new Workloads(workloads, notJudged);
  }

  private static void add(
      Manifest manifest, KindTable table, List<Workload> workloads, List<NotJudged> notJudged) {
    Optional<List<PodPath>> paths = table.pods(manifest);
    if (paths.isEmpty()) {
      new Search(manifest).containers().ifPresent(notJudged::add);
      return;
    }
    List<Workload> found = new ArrayList<>();
    for (PodPath path : paths.get()) {
      path.in(manifest.root()).forEach(f -> workload(manifest, path, f).ifPresent(found::add));
    }
    Optional<NotJudged> misshapen = found.stream().flatMap(w -> misshapen(w).stream()).findFirst();
    if (misshapen.isPresent()) {
      notJudged.add(misshapen.get());
      return;
    }
    workloads.addAll(found);
    if (found.isEmpty()) {
      notJudged.add(new NotJudged(manifest, manifest.place(), why(manifest, paths.get())));
    }
  }

  private static Optional<Workload> workload(Manifest manifest, PodPath path, PodPath.Found found) {
    Node spec = path.bare() ? found.node() : found.node().get("spec");
    if (!(spec instanceof MapNode podSpec) || (path.bare() && !hasContainers(spec))) {
      return Optional.empty();
    }
    Node metadata = path.bare() ? new NullNode(spec.place(), false) : found.node().get("metadata");
    return Optional.of(new Workload(manifest, found.path(), metadata, podSpec, path.bare()));
  }

  private static Optional<NotJudged> misshapen(Workload workload) {
    return PodShape.wrong(workload.podMetadata(), workload.podSpec())
        .map(wrong -> new NotJudged(workload.owner(), wrong.node().place(), wrong.why()));
  }

  private static String why(Manifest manifest, List<PodPath> paths) {
    return paths.isEmpty()
        ? "a " + manifest.kind() + " makes pods whose template is not in it: judge those"
        : "there is no pod template in this " + manifest.kind();
  }

  private static boolean hasContainers(Node node) {
    return isContainerList(node.get("containers")) || isContainerList(node.get("initContainers"));
  }

  private static boolean isContainerList(Node node) {
    return node.items().stream().anyMatch(item -> item instanceof MapNode map && isContainer(map));
  }

  private static boolean isContainer(MapNode map) {
    return !map.get("image").isNull() || !map.get("command").isNull();
  }

  /// Looks for containers in an object of a kind nobody has told us about.
  private static final class Search {
    private final Manifest manifest;
    private int lookedAt;

    Search(Manifest manifest) {
      this.manifest = manifest;
    }

    Optional<NotJudged> containers() {
      Optional<Node> found = in(manifest.root());
      if (lookedAt > LOOKED_AT_MAX) {
        return Optional.of(
            new NotJudged(manifest, manifest.place(), "it is too large to look for pods in it"));
      }
      return found.map(node ->
          new NotJudged(
              manifest,
              node.place(),
              "there are containers in it, but where a "
                  + manifest.kind()
                  + " of "
                  + (manifest.group().isEmpty() ? "the core group" : manifest.group())
                  + " has its pods is not known: add a row to the table of kinds"));
    }

    private Optional<Node> in(Node node) {
      if (++lookedAt > LOOKED_AT_MAX) {
        return Optional.empty();
      }
      return switch (node) {
        case ListNode list -> first(list.items());
        case MapNode map -> {
          if (hasContainers(map)) {
            yield Optional.of(map.get("containers").isNull() ? map : map.get("containers"));
          }
          yield map.get("container") instanceof MapNode one && !one.get("image").isNull()
              ? Optional.of(one)
              : first(map.values());
        }
        case TextNode _, NumberNode _, BoolNode _, NullNode _ -> Optional.empty();
      };
    }

    private Optional<Node> first(List<Node> nodes) {
      for (Node node : nodes) {
        Optional<Node> found = in(node);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
  }
}
