// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import picocli.CommandLine.Command;

/// The ledger of exemptions.
@Command(
    name = "exemptions",
    description = "List exemptions, check their ledger, see what expires.",
    subcommands = {ExemptionsList.class, ExemptionsLint.class, ExemptionsExpire.class},
    footer = {
      "",
      "Examples:",
      "  ./atom posture exemptions list exemptions.yaml",
      "  ./atom posture exemptions lint exemptions.yaml",
      "  ./atom posture exemptions expire --within 30 exemptions.yaml"
    })
public final class ExemptionsCommand {}
