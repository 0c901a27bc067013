// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import picocli.CommandLine.Command;

/// Who may do what in a cluster, from its roles and bindings.
@Command(
    name = "rbac",
    description = "Who may do what: roles, bindings, groups and aggregated roles resolved.",
    subcommands = {RbacWhoCan.class, RbacCan.class, RbacDiff.class, RbacLintCommand.class},
    footer = {
      "",
      "Members of the group system:masters may do everything; no object says who they are.",
      "PATH may be cluster: or cluster:CONTEXT, which asks kubectl.",
      "The roles cluster-admin, admin, edit and view are known without a manifest.",
      "",
      "Examples:",
      "  ./atom posture rbac who-can create pods/exec -n atom-system deploy/",
      "  ./atom posture rbac can atom-agents/runtime deploy/",
      "  ./atom posture rbac diff --ceilings ceilings.yaml deploy/",
      "  ./atom posture rbac lint deploy/"
    })
public final class RbacCommand {}
