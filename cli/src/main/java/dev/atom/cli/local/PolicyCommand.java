// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import picocli.CommandLine.Command;

/// Policies, judged without a gateway.
@Command(
    name = "policy",
    description = "Check policies and run their tests.",
    subcommands = {PolicyCheck.class, PolicyTest.class},
    footer = {
      "",
      "Examples:",
      "  ./atom policy check ~/.atom/policies",
      "  ./atom policy test policies"
    })
public final class PolicyCommand {}
