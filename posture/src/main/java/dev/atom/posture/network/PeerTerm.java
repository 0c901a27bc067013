// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// One item of a rule's `from` or `to`. Items of one list are alternatives; what stands inside one
/// item must hold together.
public sealed interface PeerTerm {
  /// The pods of the policy's own namespace that the selector selects.
  record OwnNamespace(LabelSelector pods) implements PeerTerm {
    @Override
    public String toString() {
      return "pods " + pods + " of the namespace";
    }
  }

  /// The selected pods of the selected namespaces: never an outside address, never a node.
  record Namespaces(LabelSelector namespaces, LabelSelector pods) implements PeerTerm {
    @Override
    public String toString() {
      return "pods " + pods + " of namespaces " + namespaces;
    }
  }

  /// Addresses, exceptions already taken off. Meant for what is outside the cluster: whether they
  /// also match pods and nodes is the network plugin's choice.
  record Block(AddressSet addresses) implements PeerTerm {
    @Override
    public String toString() {
      return "addresses " + addresses;
    }
  }

  /// Something whose members the manifests do not tell.
  record Opaque(Kind kind, String written) implements PeerTerm {
    @Override
    public String toString() {
      return written;
    }
  }

  /// What is opaque.
  enum Kind {
    NODES,
    DOMAIN_NAMES,
    /// A field we do not know: an allow must match nothing, a deny everything.
    UNKNOWN
  }
}
