// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.benchmarks.PostureBench.Figure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The page `docs/benchmarks-posture.md`.
final class PosturePage {
  private PosturePage() {}

  static String write(List<Figure> figures, Instant time, int runs) {
    var page = new StringBuilder();
    page.append("# Judging manifests: how long it takes\n\n`./atom bench posture --runs ");
    page.append(runs).append("`, ").append(time.truncatedTo(ChronoUnit.MINUTES)).append(", ");
    page.append(Runtime.getRuntime().availableProcessors()).append(" processors, JDK ");
    page.append(System.getProperty("java.runtime.version"));
    page.append(
        ". Medians; the command is run as a user runs it, `./atom posture check FOLDER`.\n");
    page.append("\n| what | measured | at most | met |\n|---|---|---|---|\n");
    for (Figure figure : figures) {
      page.append("| ").append(figure.what()).append(" | ");
      page.append(Text.two(figure.measured())).append(' ').append(figure.unit()).append(" | ");
      page.append(Text.one(figure.bound())).append(' ').append(figure.unit()).append(" | ");
      page.append(figure.measured() <= figure.bound() ? "yes" : "no").append(" |\n");
    }
    return page.toString();
  }
}
