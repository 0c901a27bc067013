// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which audit entries are meant.
final class AuditFilter {
  @Option(names = "--agent", paramLabel = "ID", description = "Of this agent.")
  private @Nullable String agent;

  @Option(names = "--domain", paramLabel = "ID", description = "Of this domain.")
  private @Nullable String domain;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "Of this person, or subject of a token.")
  private @Nullable String user;

  @Option(names = "--decision", paramLabel = "ID", description = "Of this decision.")
  private @Nullable String decision;

  @Option(names = "--ruling", paramLabel = "RULING", description = "allow, deny or none.")
  private @Nullable String ruling;

  @Option(names = "--kind", paramLabel = "KIND", description = "decision, refusal, outcome, ...")
  private @Nullable String kind;

  @Option(names = "--reason", paramLabel = "CODE", description = "With this reason.")
  private @Nullable String reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From this time on: ISO 8601 UTC, or 15m, 24h, 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
  private @Nullable String until;

  /// The path that asks studio for them.
  String path(int pageSize) {
    return path("/api/audit", pageSize);
  }

  /// The same at another route.
  String path(String route, int pageSize) {
    var path = new StringBuilder(route).append("?page_size=").append(pageSize);
    add(path, "agent", agent);
    add(path, "domain", domain);
    add(path, "user", user);
    add(path, "decision", decision);
    add(path, "ruling", ruling);
    add(path, "kind", kind);
    add(path, "reason", reason);
    add(path, "since", since);
    add(path, "until", until);
    return path.toString();
  }

  private static void add(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(StudioClient.encoded(value));
    }
  }
}
