// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayList;
import java.util.List;

/// A power somebody holds by one grant.
///
/// @param by the accesses of the power that the grant permits
/// @param names the objects it is limited to; empty is no limit
public record Held(Power power, Grant grant, List<Access.OnResource> by, List<String> names) {
  public Held {
    by = List.copyOf(by);
    names = List.copyOf(names);
  }

  /// The powers a grant gives.
  ///
  /// A RoleBinding gives nothing on objects of the cluster, so powers that lie there are held only
  /// everywhere; the one exception is a namespace, which the API server counts as part of itself.
  public static List<Held> of(Grant grant) {
    List<Held> held = new ArrayList<>();
    for (Power power : PowerList.all()) {
      List<Access.OnResource> by =
          power.accesses().stream()
              .filter(access -> !grant.scope().isEmpty() ? namespaced(access) : true)
              .filter(access -> grant.rule().touches(access))
              .toList();
      if (!by.isEmpty()) {
        held.add(new Held(power, grant, by, grant.rule().names()));
        if (power.id().equals("everything")) {
          return held;
        }
      }
    }
    return held;
  }

  private static boolean namespaced(Access.OnResource access) {
    return !KnownResources.isOfCluster(access.group(), access.resource())
        || access.resource().equals("namespaces");
  }

  /// `create pods, patch deployments.apps`, with the names it is limited to.
  public String what() {
    List<String> words =
        by.stream()
            .map(it -> new Atom.Resource(it.group(), it.combined(), it.verb(), "").text())
            .toList();
    String text =
        words.size() > 4
            ? String.join(", ", words.subList(0, 3)) + " and " + (words.size() - 3) + " more"
            : String.join(", ", words);
    return names.isEmpty() ? text : text + " of " + String.join(", ", names);
  }
}
