// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;

/// Reads NetworkPolicies with the defaults the API server gives them.
final class PolicyReader {
  private final List<Remark> remarks;
  private final PortReader ports;

  PolicyReader(List<Remark> remarks) {
    this.remarks = remarks;
    this.ports = new PortReader(remarks);
  }

  NetworkPolicy read(Manifest manifest) {
    Node spec = manifest.root().get("spec");
    var types = spec.get("policyTypes").items().stream().map(Node::scalar).toList();
    Node egress = spec.get("egress");
    // Without policyTypes a policy isolates ingress always, egress only if it has a rule for it.
    boolean isolatesIngress = types.isEmpty() || types.contains("Ingress");
    boolean isolatesEgress = types.isEmpty() ? !egress.items().isEmpty() : types.contains("Egress");
    unheard(spec, isolatesIngress, isolatesEgress);
    return new NetworkPolicy(
        manifest.namespace(),
        manifest.name(),
        Selectors.read(spec.get("podSelector"), remarks),
        isolatesIngress,
        rules(spec.get("ingress"), "from"),
        isolatesEgress,
        rules(egress, "to"),
        manifest.place());
  }

  private void unheard(Node spec, boolean ingress, boolean egress) {
    if (!ingress && !spec.get("ingress").items().isEmpty()) {
      remarks.add(
          new Remark(
              spec.get("ingress").place(),
              "these ingress rules are not heard: policyTypes does not name Ingress"));
    }
    if (!egress && !spec.get("egress").items().isEmpty()) {
      remarks.add(
          new Remark(
              spec.get("egress").place(),
              "these egress rules are not heard: policyTypes does not name Egress"));
    }
  }

  private List<Rule> rules(Node list, String side) {
    var out = new ArrayList<Rule>();
    for (Node item : list.items()) {
      Node peers = item.get(side);
      Node listed = item.get("ports");
      out.add(
          new Rule(
              out.size() + 1,
              "",
              Action.ALLOW,
              peers.items().isEmpty(),
              peers.items().stream().map(this::peer).toList(),
              listed.items().isEmpty(),
              listed.items().stream().map(ports::policyPort).toList(),
              item.place()));
    }
    return out;
  }

  private PeerTerm peer(Node node) {
    Node block = node.get("ipBlock");
    Node namespaces = node.get("namespaceSelector");
    Node pods = node.get("podSelector");
    if (!block.isNull()) {
      return namespaces.isNull() && pods.isNull()
          ? block(block)
          : unknown(node, "ipBlock stands beside a selector");
    }
    if (namespaces.isNull() && pods.isNull()) {
      return unknown(node, "it names neither a selector nor an ipBlock");
    }
    var selected = Selectors.read(pods, remarks);
    return namespaces.isNull()
        ? new PeerTerm.OwnNamespace(selected)
        : new PeerTerm.Namespaces(Selectors.read(namespaces, remarks), selected);
  }

  private PeerTerm unknown(Node node, String why) {
    remarks.add(new Remark(node.place(), "this peer matches nothing: " + why));
    return new PeerTerm.Opaque(PeerTerm.Kind.UNKNOWN, why);
  }

  private PeerTerm block(Node block) {
    var cidr = AddressRange.parse(block.get("cidr").scalar());
    if (cidr.isEmpty()) {
      return unknown(block, "'" + block.get("cidr").scalar() + "' is no block of addresses");
    }
    var holes = new ArrayList<AddressRange>();
    for (Node each : block.get("except").items()) {
      var hole = AddressRange.parse(each.scalar());
      if (hole.isEmpty()) {
        return unknown(each, "'" + each.scalar() + "' is no block of addresses");
      }
      if (!cidr.get().contains(hole.get().first()) || !cidr.get().contains(hole.get().last())) {
        remarks.add(
            new Remark(
                each.place(),
                "the exception "
                    + each.scalar()
                    + " does not lie inside "
                    + block.get("cidr").scalar()
                    + ": the API refuses it"));
      }
      holes.add(hole.get());
    }
    return new PeerTerm.Block(AddressSet.of(cidr.get()).minus(holes));
  }
}
