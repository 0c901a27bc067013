// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.cli.local.AuditCheckArchive;
import dev.atom.cli.local.AuditCheckProof;
import dev.atom.cli.local.AuditExport;
import dev.atom.cli.local.AuditKey;
import dev.atom.cli.local.AuditProve;
import dev.atom.cli.local.AuditRestore;
import dev.atom.cli.local.AuditRotate;
import dev.atom.cli.local.AuditVerify;
import dev.atom.cli.report.ReportCommand;
import picocli.CommandLine.Command;

/// The audit trail.
@Command(
    name = "audit",
    description =
        "Watch, search, verify, prove, rotate, export, restore and judge the audit trail.",
    subcommands = {
      AuditTail.class,
      AuditSearch.class,
      AuditAnomalies.class,
      ReportCommand.class,
      AuditVerify.class,
      AuditCheckArchive.class,
      AuditProve.class,
      AuditCheckProof.class,
      AuditExport.class,
      AuditRestore.class,
      AuditRotate.class,
      AuditKey.class
    },
    footer = {
      "",
      "Examples:",
      "  ./atom audit tail -f",
      "  ./atom audit search --reason rate_limit_exceeded --since 2026-11-01T00:00:00Z",
      "  ./atom audit anomalies --since 7d",
      "  ./atom audit report --framework soc2 --out soc2.html",
      "  ./atom audit verify",
      "  ./atom audit rotate"
    })
public final class AuditCommand {}
