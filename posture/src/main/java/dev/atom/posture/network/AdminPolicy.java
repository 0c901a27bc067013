// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import dev.atom.posture.manifest.Place;
import java.util.Comparator;
import java.util.List;

/// A policy of the cluster's administrator: an AdminNetworkPolicy, the BaselineAdminNetworkPolicy,
/// or a ClusterNetworkPolicy of either tier. Rules are heard in order, policies by priority, low
/// first; the first that matches decides. They isolate nothing: what no rule matches passes on.
///
/// @param kind its kind
/// @param name its name
/// @param tier before or after the NetworkPolicies
/// @param priority its priority in the tier
/// @param namespaces the namespaces of its subjects
/// @param pods the subjects in them
/// @param ingress its rules for what comes in
/// @param egress its rules for what goes out
/// @param place where it was read
public record AdminPolicy(
    String kind,
    String name,
    Tier tier,
    int priority,
    LabelSelector namespaces,
    LabelSelector pods,
    List<Rule> ingress,
    List<Rule> egress,
    Place place) {
  /// The order they are heard in; the name only makes it total, since Kubernetes leaves policies of
  /// the same priority undefined.
  static final Comparator<AdminPolicy> ORDER =
      Comparator.comparing(AdminPolicy::tier)
          .thenComparingInt(AdminPolicy::priority)
          .thenComparing(AdminPolicy::name)
          .thenComparing(AdminPolicy::kind);

  public AdminPolicy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  List<Rule> rules(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }

  String shown() {
    return kind + " " + name;
  }

  enum Tier {
    ADMIN,
    BASELINE
  }
}
