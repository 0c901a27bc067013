// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.hardware;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Fact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Memory, and the NUMA nodes it is divided into. Critical: `meminfo`.
public final class MemoryInfoCollector implements Collector {
  private final String node;

  /// @param node the node's id
  public MemoryInfoCollector(String node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "memory_info";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.HARDWARE;
  }

  @Override
  public Reading collect(Pass pass) {
    String text = pass.critical(pass.proc("meminfo"));
    if (text == null) {
      return pass.end();
    }
    for (String line : Words.lines(text)) {
      if (line.startsWith("MemTotal:")) {
        long bytes = Words.number(Words.of(line), 1, 0) * 1024;
        var attributes = Map.of("size", Long.toString(bytes));
        String id = node + "/memory";
        pass.add(new Fact.Resource(id, "MemoryModule", "", "memory", attributes));
        pass.add(new Fact.Relation(id + "/in", node, "contains", id));
      }
    }
    String folder = pass.sys("devices/system/node");
    for (String name : pass.files().names(folder)) {
      if (name.startsWith("node") && Words.isNumber(name.substring(4))) {
        numa(folder + "/" + name, name.substring(4), pass);
      }
    }
    return pass.end();
  }

  private void numa(String folder, String number, Pass pass) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("cpus", Words.printable(pass.optional(folder + "/cpulist")));
    attributes.put("distance", Words.printable(pass.optional(folder + "/distance")));
    for (String line : Words.lines(pass.optional(folder + "/meminfo"))) {
      List<String> words = Words.of(line);
      if (words.size() >= 4 && words.get(2).equals("MemTotal:")) {
        attributes.put("size", Long.toString(Words.number(words, 3, 0) * 1024));
      }
    }
    String id = node + "/numa/" + number;
    pass.add(new Fact.Resource(id, "NUMA", "", "NUMA node " + number, attributes));
    pass.add(new Fact.Relation(id + "/in", node, "contains", id));
    pass.add(new Fact.Relation(id + "/memory", node + "/memory", "numa-affinity", id));
  }
}
