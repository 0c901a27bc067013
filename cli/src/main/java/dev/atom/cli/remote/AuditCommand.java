// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.cli.local.AuditCheckProof;
import dev.atom.cli.local.AuditKey;
import dev.atom.cli.local.AuditProve;
import dev.atom.cli.local.AuditRotate;
import dev.atom.cli.local.AuditVerify;
import picocli.CommandLine.Command;

/// The audit trail.
@Command(
    name = "audit",
    description = "Watch, search, verify and rotate the audit trail.",
    subcommands = {
      AuditTail.class,
      AuditSearch.class,
      AuditVerify.class,
      AuditRotate.class,
      AuditProve.class,
      AuditCheckProof.class,
      AuditKey.class
    },
    footer = {
      "",
      "Examples:",
      "  ./atom audit tail -f",
      "  ./atom audit search --reason rate_limit_exceeded --since 2026-11-01T00:00:00Z",
      "  ./atom audit verify",
      "  ./atom audit rotate"
    })
public final class AuditCommand {}
