// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Content;
import dev.atom.protocol.Fact;
import dev.atom.protocol.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds containers by walking the control groups, bounded. In a hybrid hierarchy the controllers
/// are of version 1, and that is where it looks.
public final class ContainerDiscovery implements Collector {
  private static final int DEPTH_MAX = 10;
  private static final int GROUPS_MAX = 20_000;
  private static final List<String> FILES =
      List.of(
          "cgroup.",
          "cpu.",
          "cpuacct.",
          "cpuset.",
          "memory.",
          "io.",
          "pids.",
          "hugetlb.",
          "rdma.",
          "misc.",
          "blkio.",
          "devices.",
          "freezer.",
          "net_",
          "perf_event.",
          "notify_on_release",
          "tasks",
          "release_agent",
          "irq.",
          "dmem.");
  private static final Metric COUNT = Metric.gauge("container.count", "{container}");

  private final Containers containers;
  private final String node;

  /// @param containers are told what was found
  /// @param node the node's id, with which ids of containers begin
  public ContainerDiscovery(Containers containers, String node) {
    this.containers = containers;
    this.node = node;
  }

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.DISCOVERY;
  }

  @Override
  public Reading collect(Pass pass) {
    String root = pass.host().cgroup().toString();
    boolean unified = pass.files().read(root + "/cgroup.controllers") instanceof Content.Text;
    String from = unified ? root : root + "/memory";
    if (pass.files().names(from).isEmpty()) {
      return new Reading.Unsupported("there are no control groups in " + from);
    }
    List<ContainerGroup> found = new ArrayList<>();
    int[] seen = {0};
    walk(pass, from, "", 0, found, seen);
    if (seen[0] >= GROUPS_MAX) {
      pass.note("more than " + GROUPS_MAX + " control groups; the rest is not looked at");
    }
    containers.found(found, unified);
    pass.add(COUNT, (long) found.size());
    found.forEach(group -> tell(group, unified, pass));
    return pass.end();
  }

  private static void walk(
      Pass pass, String root, String path, int depth, List<ContainerGroup> found, int[] seen) {
    for (String name : pass.files().names(root + path)) {
      if (FILES.stream().anyMatch(name::startsWith) || seen[0] >= GROUPS_MAX) {
        continue;
      }
      seen[0]++;
      String below = path + "/" + name;
      Optional<ContainerName> container = ContainerName.of(below);
      if (container.isPresent()) {
        found.add(new ContainerGroup(container.get(), below));
      } else if (depth < DEPTH_MAX) {
        walk(pass, root, below, depth + 1, found, seen);
      }
    }
  }

  private void tell(ContainerGroup group, boolean unified, Pass pass) {
    String id = node + "/container/" + group.name().id();
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("container.id", group.name().id());
    attributes.put("container.runtime", group.name().runtime());
    attributes.put("cgroup.version", unified ? "2" : "1");
    attributes.put("cgroup.path", group.path());
    if (!group.name().pod().isEmpty()) {
      attributes.put("k8s.pod.uid", group.name().pod());
    }
    String shown = group.name().id().substring(0, 12);
    pass.add(new Fact.Resource(id, "Container", "", shown, attributes));
    pass.add(new Fact.Relation(id + "/runs-on", id, "runs-on", node));
  }
}
