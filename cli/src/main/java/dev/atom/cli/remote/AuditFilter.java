// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which audit entries are meant.
final class AuditFilter {
  @Option(names = "--agent", paramLabel = "ID", description = "Of this agent.")
  private @Nullable String agent;

  @Option(names = "--decision", paramLabel = "ID", description = "Of this decision.")
  private @Nullable String decision;

  @Option(names = "--kind", paramLabel = "KIND", description = "decision, refusal, outcome, ...")
  private @Nullable String kind;

  @Option(names = "--reason", paramLabel = "CODE", description = "With this reason.")
  private @Nullable String reason;

  @Option(names = "--since", paramLabel = "TIME", description = "From this time on, ISO 8601 UTC.")
  private @Nullable String since;

  /// The path that asks studio for them.
  String path(int pageSize) {
    var path = new StringBuilder("/api/audit?page_size=").append(pageSize);
    add(path, "agent", agent);
    add(path, "decision", decision);
    add(path, "kind", kind);
    add(path, "reason", reason);
    add(path, "since", since);
    return path.toString();
  }

  private static void add(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(StudioClient.encoded(value));
    }
  }
}
