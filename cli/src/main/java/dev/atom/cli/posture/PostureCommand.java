// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.cli.report.BaselineCommand;
import dev.atom.cli.report.PostureReportCommand;
import picocli.CommandLine.Command;

/// What is deployed, held to a contract.
@Command(
    name = "posture",
    description = "Hold what is deployed to a contract.",
    subcommands = {
      BaselineCommand.class,
      DiffCommand.class,
      ExemptionsCommand.class,
      PostureAssert.class,
      PostureCheck.class,
      PostureConnectivity.class,
      PosturePods.class,
      PosturePss.class,
      PostureReportCommand.class,
      RbacCommand.class,
      RotationsCommand.class,
      ThreatsCommand.class
    },
    footer = {
      "",
      "PATH is a file, a folder (its .yaml, .yml and .json files, and those of its folders), or -"
          + " for",
      "standard input.",
      "",
      "Examples:",
      "  ./atom posture check --profile prod deploy/",
      "  ./atom posture pss --level restricted --version v1.37 deploy/"
    })
public final class PostureCommand {}
