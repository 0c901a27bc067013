// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import picocli.CommandLine.Command;

/// Configurations of the processes, judged without starting them.
@Command(
    name = "config",
    description = "Check and show the configuration of a process.",
    subcommands = {ConfigCheck.class, ConfigShow.class},
    footer = {
      "",
      "Examples:",
      "  ./atom config check gate /etc/atom/gate.yaml",
      "  ./atom config show gate"
    })
public final class ConfigCommand {}
