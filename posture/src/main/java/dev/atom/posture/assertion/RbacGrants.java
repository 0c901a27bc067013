// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.rbac.Access;
import dev.atom.posture.rbac.EffectivePermissions;
import dev.atom.posture.rbac.RbacObjects;
import java.util.List;
import java.util.Map;

/// The grants that roles and bindings among the manifests make.
public final class RbacGrants implements Grants {
  private final EffectivePermissions permissions;
  private final Map<String, Manifest> manifests;

  public RbacGrants(List<Manifest> manifests) {
    var objects = RbacObjects.of(manifests);
    this.permissions = objects.permissions();
    this.manifests = objects.manifests();
  }

  @Override
  public List<Grant> who(String verb, String group, String resource, String namespace) {
    return permissions.whoMaySome(Access.to(verb, group, resource), namespace).stream()
        .map(this::grant)
        .distinct()
        .toList();
  }

  private Grant grant(dev.atom.posture.rbac.Grant grant) {
    var manifest = manifests.get(grant.binding());
    return new Grant(
        grant.subject().text(),
        grant.binding() + " to " + grant.role(),
        manifest == null ? new Place("", 0, 0) : manifest.place());
  }
}
