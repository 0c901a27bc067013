// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.cli.local.AuditVerify;
import dev.atom.cli.report.ReportCommand;
import picocli.CommandLine.Command;

/// The audit trail.
@Command(
    name = "audit",
    description = "Watch, search and verify the audit trail.",
    subcommands = {
      AuditTail.class,
      AuditSearch.class,
      AuditAnomalies.class,
      ReportCommand.class,
      AuditVerify.class
    },
    footer = {
      "",
      "Examples:",
      "  ./atom audit tail -f",
      "  ./atom audit search --reason rate_limit_exceeded --since 2026-11-01T00:00:00Z",
      "  ./atom audit anomalies --since 7d",
      "  ./atom audit report --framework soc2 --out soc2.html",
      "  ./atom audit verify"
    })
public final class AuditCommand {}
