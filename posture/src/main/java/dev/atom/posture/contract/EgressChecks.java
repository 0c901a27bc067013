// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.FieldPath;
import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The checks of what policies let out: too little to work, or more than is meant.
final class EgressChecks {
  private static final int BUDGET = 8;
  private static final List<String> PRIVATE =
      List.of(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "169.254.0.0/16",
          "127.0.0.0/8",
          "fc00::/7",
          "fe80::/10");

  private EgressChecks() {}

  /// Policies without a rule mean to let nothing out, and ask no DNS.
  static void dns(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      List<Node> rules = covered(scene, policy);
      boolean udp = rules.stream().anyMatch(rule -> Policies.allows(rule, "UDP", 53));
      boolean tcp = rules.stream().anyMatch(rule -> Policies.allows(rule, "TCP", 53));
      if (!rules.isEmpty() && !(udp && tcp)) {
        scene.broken(
            policy,
            "spec.egress",
            policy.root().at("spec", "egress"),
            udp
                ? "lets UDP 53 out, not TCP 53"
                : tcp ? "lets TCP 53 out, not UDP 53" : "lets no DNS out: names do not resolve",
            "must let UDP and TCP 53 out to the cluster DNS");
      }
    }
  }

  static void dependency(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      Map<String, String> selected =
          Labels.of(policy.root().at("spec", "podSelector", "matchLabels"));
      for (Dependency dependency : scene.contract().dependencies()) {
        if (!dependency.pods().isEmpty()
            && selected.entrySet().containsAll(dependency.pods().entrySet())) {
          dependency.needs().forEach(need -> need(scene, policy, need));
        }
      }
    }
  }

  private static void need(Scene scene, Manifest policy, Dependency.Need need) {
    boolean allowed =
        covered(scene, policy).stream()
            .anyMatch(rule -> Policies.allows(rule, "TCP", need.port()) && reaches(rule, need));
    if (!allowed) {
      scene.broken(
          policy,
          "spec.egress",
          policy.root().at("spec", "egress"),
          "does not let out to "
              + need.name()
              + " (TCP "
              + need.port()
              + (need.namespace().isEmpty() ? "" : " in " + need.namespace())
              + ")",
          "must let out to what the pods need");
    }
  }

  /// Whether a peer of the rule may be it: pods at least, not addresses.
  private static boolean reaches(Node rule, Dependency.Need need) {
    Node peers = rule.get("to");
    return peers.isEmpty()
        || peers.items().stream()
            .filter(peer -> peer.get("ipBlock").isNull())
            .anyMatch(peer -> reachesNamespace(peer.get("namespaceSelector"), need.namespace()));
  }

  private static boolean reachesNamespace(Node selector, String namespace) {
    return namespace.isEmpty()
        || (!selector.isNull()
            && Selector.selects(selector, Map.of(KubeNamespace.NAME_LABEL, namespace)));
  }

  static void world(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      for (Peer peer : peers(policy)) {
        if (peer.block.filter(AddressBlock::isWorld).isPresent()) {
          scene.broken(
              policy,
              peer.path + ".ipBlock.cidr",
              peer.node.at("ipBlock", "cidr"),
              "lets out to the whole world: "
                  + Shown.plain(peer.node.at("ipBlock", "cidr").scalar()),
              "must name the ranges that are needed");
        }
      }
      int index = 0;
      for (Node rule : Policies.rules(policy, "Egress")) {
        if (rule.get("to").isEmpty() && !rule.get("ports").isEmpty()) {
          scene.broken(
              policy,
              "spec.egress[" + index + "].to",
              rule,
              Policies.allows(rule, "UDP", 53) || Policies.allows(rule, "TCP", 53)
                  ? "lets DNS out to anybody, which carries data out"
                  : "lets out to anybody on its ports",
              "must name the peers that are needed");
        }
        index++;
      }
    }
  }

  static void privateRanges(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      for (Peer peer : peers(policy)) {
        Optional<AddressBlock> world = peer.block.filter(AddressBlock::isWorld);
        if (world.isPresent()) {
          List<String> missing = missing(peer.node.at("ipBlock", "except"), world.get());
          if (!missing.isEmpty()) {
            scene.broken(
                policy,
                peer.path + ".ipBlock.except",
                peer.node.get("ipBlock"),
                "lets out to " + String.join(", ", missing),
                "must except private ranges, the metadata address among them");
          }
        }
      }
    }
  }

  private static List<String> missing(Node except, AddressBlock world) {
    List<AddressBlock> blocks =
        except.items().stream().flatMap(e -> AddressBlock.parse(e.scalar()).stream()).toList();
    List<String> missing = new ArrayList<>();
    for (String range : PRIVATE) {
      AddressBlock block = AddressBlock.parse(range).orElseThrow();
      if (block.bits() == world.bits() && blocks.stream().noneMatch(b -> b.contains(block))) {
        missing.add(range);
      }
    }
    return missing;
  }

  /// A block within a private range stands for something inside.
  static void address(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      for (Peer peer : peers(policy)) {
        boolean inside =
            peer.block.isPresent()
                && PRIVATE.stream()
                    .anyMatch(p -> AddressBlock.parse(p).orElseThrow().contains(peer.block.get()));
        // The address of the node-local DNS is the same everywhere.
        String cidr = peer.node.at("ipBlock", "cidr").scalar();
        if (inside && !cidr.equals("169.254.20.10/32")) {
          scene.broken(
              policy,
              peer.path + ".ipBlock.cidr",
              peer.node.at("ipBlock", "cidr"),
              "names the address " + Shown.plain(cidr),
              "must name pods, or come from the cluster it is deployed to");
        }
      }
    }
  }

  static void broad(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      for (Peer peer : peers(policy)) {
        Node pods = peer.node.get("podSelector");
        Node namespaces = peer.node.get("namespaceSelector");
        boolean allPods = !pods.isNull() && pods.isEmpty() && namespaces.isNull();
        boolean everywhere = !namespaces.isNull() && namespaces.isEmpty() && pods.isEmpty();
        if (allPods || everywhere) {
          scene.broken(
              policy,
              peer.path,
              peer.node,
              allPods ? "lets out to every pod of the namespace" : "lets out to every pod there is",
              "must name the pods by their labels");
        }
      }
    }
  }

  static void budget(Scene scene) {
    for (Manifest policy : restricting(scene)) {
      Set<String> cidrs = new TreeSet<>();
      peers(policy).forEach(peer -> cidrs.add(peer.node.at("ipBlock", "cidr").scalar()));
      cidrs.remove("");
      if (cidrs.size() > BUDGET) {
        scene.broken(
            policy,
            "spec.egress",
            policy.root().at("spec", "egress"),
            "names " + cidrs.size() + " address ranges",
            "must name " + BUDGET + " or fewer");
      }
    }
  }

  /// A peer of an egress rule.
  private record Peer(String path, Node node, Optional<AddressBlock> block) {}

  private static List<Peer> peers(Manifest policy) {
    List<Peer> peers = new ArrayList<>();
    int rule = 0;
    for (Node node : Policies.rules(policy, "Egress")) {
      int index = 0;
      for (Node peer : node.get("to").items()) {
        String path = FieldPath.of("spec", "egress[" + rule + "].to[" + index + "]");
        peers.add(new Peer(path, peer, AddressBlock.parse(peer.at("ipBlock", "cidr").scalar())));
        index++;
      }
      rule++;
    }
    return peers;
  }

  private static List<Manifest> restricting(Scene scene) {
    return Policies.all(scene.cluster()).stream()
        .filter(policy -> Policies.restricts(policy, "Egress"))
        .toList();
  }

  private static List<Node> covered(Scene scene, Manifest policy) {
    return Policies.covering(scene.cluster(), policy).stream()
        .flatMap(p -> Policies.rules(p, "Egress").stream())
        .toList();
  }
}
