// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the administrator's policies of `policy.networking.k8s.io`: AdminNetworkPolicy and
/// BaselineAdminNetworkPolicy (v1alpha1), ClusterNetworkPolicy (v1alpha2).
final class AdminReader {
  static final String GROUP = "policy.networking.k8s.io";
  static final String ADMIN = "AdminNetworkPolicy";
  static final String BASELINE = "BaselineAdminNetworkPolicy";
  static final String CLUSTER = "ClusterNetworkPolicy";
  private static final Set<String> PEERS =
      Set.of("namespaces", "pods", "nodes", "networks", "domainNames");

  private final List<Remark> remarks;
  private final PortReader ports;

  AdminReader(List<Remark> remarks) {
    this.remarks = remarks;
    this.ports = new PortReader(remarks);
  }

  static boolean reads(Manifest manifest) {
    return manifest.is(GROUP, ADMIN) || manifest.is(GROUP, BASELINE) || manifest.is(GROUP, CLUSTER);
  }

  /// The policy, unless it has no effect at all.
  Optional<AdminPolicy> read(Manifest manifest) {
    if (manifest.kind().equals(BASELINE) && !manifest.name().equals("default")) {
      remarks.add(
          new Remark(manifest.place(), "a BaselineAdminNetworkPolicy must be named default"));
      return Optional.empty();
    }
    Node spec = manifest.root().get("spec");
    Node subject = spec.get("subject");
    Node pods = subject.get("pods");
    boolean selectsPods = !pods.isNull();
    if (!selectsPods && subject.get("namespaces").isNull()) {
      remarks.add(new Remark(manifest.place(), "it has no subject and so no effect"));
      return Optional.empty();
    }
    return Optional.of(
        new AdminPolicy(
            manifest.kind(),
            manifest.name(),
            tier(manifest, spec),
            (int) spec.get("priority").integer().orElse(0),
            Selectors.read(
                selectsPods ? pods.get("namespaceSelector") : subject.get("namespaces"), remarks),
            selectsPods
                ? Selectors.read(pods.get("podSelector"), remarks)
                : LabelSelector.EVERYTHING,
            rules(spec.get("ingress"), "from"),
            rules(spec.get("egress"), "to"),
            manifest.place()));
  }

  private static AdminPolicy.Tier tier(Manifest manifest, Node spec) {
    boolean baseline =
        manifest.kind().equals(BASELINE)
            || (manifest.kind().equals(CLUSTER) && spec.get("tier").scalar().equals("Baseline"));
    return baseline ? AdminPolicy.Tier.BASELINE : AdminPolicy.Tier.ADMIN;
  }

  private List<Rule> rules(Node list, String side) {
    var out = new ArrayList<Rule>();
    for (Node item : list.items()) {
      out.add(rule(item, side, out.size() + 1));
    }
    return out;
  }

  private Rule rule(Node item, String side, int number) {
    var terms = new ArrayList<PeerTerm>();
    item.get(side).items().forEach(peer -> terms.add(peer(peer)));
    if (terms.isEmpty()) {
      terms.add(unknown(item, "it names no peer"));
    }
    var portTerms = new ArrayList<PortTerm>();
    item.get("ports").items().forEach(port -> portTerms.add(ports.adminPort(port)));
    item.get("protocols").items().forEach(each -> portTerms.addAll(ports.clusterProtocol(each)));
    Action action = action(item.get("action"));
    boolean open = action != Action.ALLOW && isUnknown(terms);
    // A deny or pass that we do not understand denies everything: we must not open what it closes.
    return new Rule(
        number,
        item.get("name").scalar(),
        open ? Action.DENY : action,
        open,
        terms,
        open || portTerms.isEmpty(),
        portTerms,
        item.place());
  }

  private static boolean isUnknown(List<PeerTerm> terms) {
    return terms.stream()
        .anyMatch(term ->
            term instanceof PeerTerm.Opaque(var kind, var _) && kind == PeerTerm.Kind.UNKNOWN);
  }

  private Action action(Node node) {
    return switch (node.scalar()) {
      case "Allow", "Accept" -> Action.ALLOW;
      case "Pass" -> Action.PASS;
      case "Deny" -> Action.DENY;
      default -> {
        remarks.add(new Remark(node.place(), "'" + node.scalar() + "' is no action: read as Deny"));
        yield Action.DENY;
      }
    };
  }

  private PeerTerm peer(Node node) {
    for (String key : node.keys()) {
      if (!PEERS.contains(key)) {
        return unknown(node, "the field " + key + " is not known here");
      }
    }
    Node pods = node.get("pods");
    if (!node.get("namespaces").isNull()) {
      return new PeerTerm.Namespaces(
          Selectors.read(node.get("namespaces"), remarks), LabelSelector.EVERYTHING);
    }
    if (!pods.isNull()) {
      return new PeerTerm.Namespaces(
          Selectors.read(pods.get("namespaceSelector"), remarks),
          Selectors.read(pods.get("podSelector"), remarks));
    }
    if (!node.get("networks").isNull()) {
      return networks(node.get("networks"));
    }
    if (!node.get("nodes").isNull()) {
      return new PeerTerm.Opaque(
          PeerTerm.Kind.NODES, "nodes " + Selectors.read(node.get("nodes"), remarks));
    }
    if (!node.get("domainNames").isNull()) {
      var names = node.get("domainNames").items().stream().map(Node::scalar).toList();
      return new PeerTerm.Opaque(PeerTerm.Kind.DOMAIN_NAMES, "domains " + String.join(",", names));
    }
    return unknown(node, "it names no peer");
  }

  private PeerTerm networks(Node list) {
    var ranges = new ArrayList<AddressRange>();
    for (Node each : list.items()) {
      var range = AddressRange.parse(each.scalar());
      if (range.isEmpty()) {
        return unknown(each, "'" + each.scalar() + "' is no block of addresses");
      }
      ranges.add(range.get());
    }
    return new PeerTerm.Block(AddressSet.of(ranges));
  }

  private PeerTerm unknown(Node node, String why) {
    remarks.add(
        new Remark(
            node.place(), why + ": an Allow here matches nothing, a Deny or Pass denies all"));
    return new PeerTerm.Opaque(PeerTerm.Kind.UNKNOWN, why);
  }
}
