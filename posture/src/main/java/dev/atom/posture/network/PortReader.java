// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the ports of rules, in the three forms that the kinds of policies write them. What the API
/// would refuse matches nothing, and is said.
final class PortReader {
  private static final PortTerm NOTHING = new PortTerm.Numbers(PortSet.NONE);

  private final List<Remark> remarks;

  PortReader(List<Remark> remarks) {
    this.remarks = remarks;
  }

  /// A port of a NetworkPolicy: `port`, `endPort`, `protocol`; without a port the whole protocol.
  PortTerm policyPort(Node node) {
    var protocol = protocol(node.get("protocol"));
    if (protocol.isEmpty()) {
      return refused(node, "'" + node.get("protocol").scalar() + "' is no protocol of policies");
    }
    String port = node.get("port").scalar();
    String end = node.get("endPort").scalar();
    if (port.isEmpty()) {
      return end.isEmpty()
          ? new PortTerm.Numbers(PortSet.of(protocol.get()))
          : refused(node, "endPort needs a port");
    }
    int first = PortNumbers.parse(port);
    if (first == 0) {
      return end.isEmpty()
          ? new PortTerm.Named(protocol, port)
          : refused(node, "endPort needs a port with a number");
    }
    int last = end.isEmpty() ? first : PortNumbers.parse(end);
    return last < first
        ? refused(node, "endPort " + end + " is less than port " + port)
        : new PortTerm.Numbers(PortSet.of(protocol.get(), first, last));
  }

  /// A port of an AdminNetworkPolicy: `portNumber`, `portRange` or `namedPort`.
  PortTerm adminPort(Node node) {
    Node number = node.get("portNumber");
    Node range = node.get("portRange");
    if (!number.isNull()) {
      return span(node, number.get("protocol"), number.get("port"), number.get("port"));
    }
    if (!range.isNull()) {
      return span(node, range.get("protocol"), range.get("start"), range.get("end"));
    }
    String name = node.get("namedPort").scalar();
    return name.isEmpty()
        ? refused(node, "it is none of portNumber, portRange, namedPort")
        : new PortTerm.Named(Optional.empty(), name);
  }

  private PortTerm span(Node node, Node protocolNode, Node from, Node to) {
    var protocol = protocol(protocolNode);
    int first = PortNumbers.parse(from.scalar());
    int last = PortNumbers.parse(to.scalar());
    return protocol.isEmpty() || first == 0 || last < first
        ? refused(node, "'" + from.scalar() + "' to '" + to.scalar() + "' are no ports")
        : new PortTerm.Numbers(PortSet.of(protocol.get(), first, last));
  }

  /// An item of a ClusterNetworkPolicy's `protocols`, which may say several things at once.
  List<PortTerm> clusterProtocol(Node node) {
    var out = new ArrayList<PortTerm>();
    String name = node.get("destinationNamedPort").scalar();
    if (!name.isEmpty()) {
      out.add(new PortTerm.Named(Optional.empty(), name));
    }
    for (Protocol protocol : Protocol.all()) {
      Node said = node.get(protocol.name().toLowerCase(Locale.ROOT));
      if (!said.isNull()) {
        out.add(destination(said.get("destinationPort"), protocol));
      }
    }
    return out.isEmpty() ? List.of(refused(node, "it names no protocol and no port")) : out;
  }

  private PortTerm destination(Node port, Protocol protocol) {
    if (port.isNull()) {
      return new PortTerm.Numbers(PortSet.of(protocol));
    }
    Node range = port.get("range");
    Node first = range.isNull() ? port.get("number") : range.get("start");
    Node last = range.isNull() ? port.get("number") : range.get("end");
    int from = PortNumbers.parse(first.scalar());
    int to = PortNumbers.parse(last.scalar());
    return from == 0 || to < from
        ? refused(port, "'" + first.scalar() + "' to '" + last.scalar() + "' are no ports")
        : new PortTerm.Numbers(PortSet.of(protocol, from, to));
  }

  private static Optional<Protocol> protocol(Node node) {
    return node.isNull() || node.scalar().isEmpty()
        ? Optional.of(Protocol.TCP)
        : Protocol.of(node.scalar());
  }

  private PortTerm refused(Node node, String why) {
    remarks.add(new Remark(node.place(), "this port matches nothing: " + why));
    return NOTHING;
  }
}
