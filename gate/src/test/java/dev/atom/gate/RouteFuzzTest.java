// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any path leads nowhere, or to one place that every reader finds. With `JAZZER_FUZZ=1` paths are
/// made up for a minute, otherwise the kept ones are tried.
class RouteFuzzTest {
  private static final String AGENT =
      "/domain/00000000-0000-4000-8000-000000000002/agent/00000000-0000-4000-8000-000000000001";

  @FuzzTest(maxDuration = "60s")
  void whatIsARouteHasOneReading(FuzzedDataProvider data) {
    String path =
        data.consumeBoolean()
            ? AGENT + "/" + data.consumeRemainingAsString()
            : data.consumeRemainingAsString();

    Route.parse(path)
        .ifPresent(route -> {
          String again =
              "/domain/"
                  + route.domain().value()
                  + "/agent/"
                  + route.agent().value()
                  + route.rest();
          assertThat(path).isIn(again, again.substring(0, again.length() - 1));
          assertThat(route.rest()).startsWith("/").doesNotContain("//", "/../", "/./", "\\");
          assertThat(read(route.rest())).isEqualTo(route.target());
        });
  }

  /// The target by another way of reading: escapes undone, dot segments removed.
  private static Route.Target read(String rest) {
    String[] segments = rest.split("/", 3);
    String first = segments.length > 1 ? segments[1] : "";
    return switch (first) {
      case "v1" -> Route.Target.LLM;
      case "hitl" -> Route.Target.HITL;
      case "memory" -> Route.Target.MEMORY;
      default -> Route.Target.AGENT;
    };
  }
}
