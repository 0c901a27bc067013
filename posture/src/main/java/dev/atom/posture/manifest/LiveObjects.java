// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Of all that a cluster lists, what somebody deployed: not what a cluster makes by itself, and not
/// what an object that is there made from its template.
///
/// A running pod with an ephemeral container is kept although its owner is there: its owner does
/// not have that container.
public final class LiveObjects {
  private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

  private LiveObjects() {}

  /// The objects to judge: in `namespaces`, or in all but the system's own when that is empty.
  public static ManifestSet own(ManifestSet all, Set<String> namespaces) {
    Set<String> there = new HashSet<>();
    all.manifests().forEach(m -> there.add(uid(m)));
    List<Manifest> own = new ArrayList<>();
    for (Manifest manifest : all.manifests()) {
      if (isAsked(manifest, namespaces) && !isMadeBySystem(manifest) && !isMade(manifest, there)) {
        own.add(manifest);
      }
    }
    return new ManifestSet(own, all.unreadable());
  }

  private static boolean isAsked(Manifest manifest, Set<String> namespaces) {
    String of = manifest.is("", "Namespace") ? manifest.name() : manifest.namespace();
    if (namespaces.isEmpty()) {
      return !SYSTEM.contains(of);
    }
    return of.isEmpty() || namespaces.contains(of);
  }

  private static boolean isMadeBySystem(Manifest manifest) {
    return switch (manifest.kind()) {
      case "ConfigMap" -> manifest.name().equals("kube-root-ca.crt");
      case "Service" ->
          manifest.is("", "Service")
              && manifest.name().equals("kubernetes")
              && manifest.namespace().equals("default");
      case "ServiceAccount" ->
          manifest.name().equals("default")
              && manifest.root().get("automountServiceAccountToken").isNull();
      case "ClusterRole", "ClusterRoleBinding" ->
          manifest.label("kubernetes.io/bootstrapping").equals("rbac-defaults");
      case "Node" -> true;
      default -> false;
    };
  }

  private static boolean isMade(Manifest manifest, Set<String> there) {
    boolean looked = !manifest.root().at("spec", "ephemeralContainers").isEmpty();
    return !looked
        && manifest.root().at("metadata", "ownerReferences").items().stream()
            .anyMatch(owner ->
                owner.get("controller").isTrue() && there.contains(owner.get("uid").scalar()));
  }

  private static String uid(Manifest manifest) {
    String uid = manifest.root().at("metadata", "uid").scalar();
    return uid.isEmpty() ? " " : uid;
  }
}
