// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.base.Sha256;
import dev.atom.posture.podsecurity.PolicyVersion;
import dev.atom.posture.rbac.RbacObjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What changed between two releases, in effect.
///
/// @param changes sorted
/// @param unapproved those that demand a review and have none
public record PostureDiff(List<Change> changes, List<Change> unapproved) {
  private static final String ALL = "all:";

  public PostureDiff {
    changes = List.copyOf(changes);
    unapproved = List.copyOf(unapproved);
  }

  /// Compares, and looks for the review of what demands one.
  ///
  /// @param version the version of the Pod Security Standards both sides are judged by
  public static PostureDiff of(
      Release before, Release after, PolicyVersion version, List<Approval> approvals) {
    List<Change> changes = new ArrayList<>();
    changes.addAll(
        PermissionDiff.of(
            RbacObjects.of(before.cluster().manifests()).permissions(),
            RbacObjects.of(after.cluster().manifests()).permissions()));
    changes.addAll(ReachDiff.of(before, after));
    changes.addAll(LevelDiff.of(before, after, version));
    changes.addAll(SecretDiff.of(before, after));
    changes.addAll(ExemptionDiff.of(before.exemptions(), after.exemptions()));
    changes.addAll(ValueDiff.of(before, after));
    changes.sort(null);
    Set<String> approved = new HashSet<>();
    approvals.forEach(approval -> approved.addAll(approval.changes()));
    boolean all = approved.contains(ALL + digest(changes));
    return new PostureDiff(
        changes,
        changes.stream()
            .filter(it -> it.family().isPresent() && !all && !approved.contains(it.id()))
            .toList());
  }

  /// What an approval of all these changes together names: `all:` and a digest of them.
  public String id() {
    return ALL + digest(changes);
  }

  private static String digest(List<Change> changes) {
    var ids = new StringBuilder();
    changes.forEach(it -> ids.append(it.id()).append('\n'));
    return Sha256.hex(ids.toString());
  }
}
