// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.hardware;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Fact;
import java.util.Map;
import java.util.TreeMap;

/// Network interfaces, from `sys/class/net`. Hardware addresses are not read: they name machines.
public final class NetworkInfoCollector implements Collector {
  private final String node;

  /// @param node the node's id
  public NetworkInfoCollector(String node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "network_info";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.HARDWARE;
  }

  @Override
  public Reading collect(Pass pass) {
    String folder = pass.sys("class/net");
    var names = pass.files().names(folder);
    if (names.isEmpty()) {
      return new Reading.Unsupported("this host shows no interfaces in " + folder);
    }
    for (String name : names) {
      String own = folder + "/" + name;
      String type = pass.ifThere(own + "/type").strip();
      if (type.isEmpty()) {
        continue;
      }
      Map<String, String> attributes = new TreeMap<>();
      attributes.put("type", Words.printable(type));
      attributes.put("mtu", Words.printable(pass.optional(own + "/mtu")));
      attributes.put("operstate", Words.printable(pass.ifThere(own + "/operstate")));
      String shown = Words.printable(name);
      String id = node + "/interface/" + shown;
      pass.add(new Fact.Resource(id, "NetworkInterface", "", shown, attributes));
      pass.add(new Fact.Relation(id + "/in", node, "contains", id));
      String numa = pass.ifThere(own + "/device/numa_node").strip();
      if (Words.isNumber(numa)) {
        pass.add(new Fact.Relation(id + "/numa", id, "numa-affinity", node + "/numa/" + numa));
      }
    }
    return pass.end();
  }
}
