// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.remote.StudioClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The audit trail, as studio shows it.
final class Trail {
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private final StudioClient studio;

  Trail(StudioClient studio) {
    this.studio = studio;
  }

  /// The entries of a decision, oldest first. A refusal is one entry; what was let through has an
  /// outcome too, written after the answer has left, which is waited for.
  List<JsonNode> of(String decision) throws InterruptedException {
    if (decision.isEmpty()) {
      return List.of();
    }
    Waiting.until(LONGEST, () -> isWhole(entries(decision)));
    return entries(decision);
  }

  private static boolean isWhole(List<JsonNode> entries) {
    return entries.stream()
        .anyMatch(entry ->
            entry.path("kind").asText().equals("outcome")
                || entry.path("ruling").asText().equals("deny"));
  }

  private List<JsonNode> entries(String decision) {
    try {
      return StudioClient.items(studio.get("/api/decisions/" + StudioClient.encoded(decision)));
    } catch (AtomException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /// The newest entry of this kind.
  Optional<JsonNode> newest(String kind) {
    return StudioClient.items(studio.get("/api/audit?page_size=1&kind=" + kind)).stream()
        .findFirst();
  }
}
