// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.hardware;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Content;
import dev.atom.node.host.Words;
import dev.atom.protocol.Fact;
import java.util.Map;
import java.util.TreeMap;

/// Disks and their partitions, from `sys/block`. Serial numbers are not read.
public final class DiskInfoCollector implements Collector {
  private static final long SECTOR = 512;

  private final String node;

  /// @param node the node's id
  public DiskInfoCollector(String node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "disk_info";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.HARDWARE;
  }

  @Override
  public Reading collect(Pass pass) {
    var disks = pass.files().names(pass.sys("block"));
    if (disks.isEmpty()) {
      return new Reading.Unsupported("this host shows no disks in " + pass.sys("block"));
    }
    for (String disk : disks) {
      disk(disk, pass);
    }
    return pass.end();
  }

  private void disk(String disk, Pass pass) {
    String folder = pass.sys("block/") + disk;
    String name = Words.printable(disk).replace('!', '/');
    String id = node + "/disk/" + name;
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("size", bytes(pass.optional(folder + "/size")));
    put(attributes, "model", pass.ifThere(folder + "/device/model"));
    put(attributes, "vendor", pass.ifThere(folder + "/device/vendor"));
    put(attributes, "rotational", pass.ifThere(folder + "/queue/rotational"));
    put(attributes, "scheduler", pass.ifThere(folder + "/queue/scheduler"));
    put(attributes, "block.size", pass.ifThere(folder + "/queue/logical_block_size"));
    put(attributes, "removable", pass.ifThere(folder + "/removable"));
    pass.add(new Fact.Resource(id, "DiskDevice", "", name, attributes));
    pass.add(new Fact.Relation(id + "/in", node, "contains", id));
    String numa = pass.ifThere(folder + "/device/numa_node").strip();
    if (Words.isNumber(numa)) {
      String near = node + "/numa/" + numa;
      pass.add(new Fact.Relation(id + "/numa", id, "numa-affinity", near));
    }
    for (String part : pass.files().names(folder)) {
      if (part.startsWith(disk)
          && pass.files().read(folder + "/" + part + "/partition") instanceof Content.Text) {
        partition(id, folder + "/" + part, Words.printable(part), pass);
      }
    }
  }

  private void partition(String disk, String folder, String name, Pass pass) {
    String id = node + "/partition/" + name;
    var attributes = Map.of("size", bytes(pass.optional(folder + "/size")));
    pass.add(new Fact.Resource(id, "DiskPartition", "", name, attributes));
    pass.add(new Fact.Relation(id + "/in", disk, "contains", id));
  }

  private static String bytes(String sectors) {
    return Long.toString(Words.number(sectors, 0) * SECTOR);
  }

  private static void put(Map<String, String> attributes, String name, String value) {
    String clean = Words.printable(value);
    if (!clean.isEmpty()) {
      attributes.put(name, clean);
    }
  }
}
