// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.ManifestSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the commands about the network read their objects: paths, a chart, or a whole cluster.
final class NetworkObjects {
  @Option(names = "--helm", paramLabel = "CHART", description = "Read what a chart makes.")
  private @Nullable String chart;

  @Option(
      names = {"-f", "--helm-values"},
      paramLabel = "FILE",
      description = "Values for the chart; repeat it.")
  private List<String> values = List.of();

  @Option(
      names = "--cluster",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CONTEXT",
      description = "Read what a cluster has, by kubectl (its current context).")
  private @Nullable String context;

  /// Whether the objects are those of a running cluster.
  boolean isLive() {
    return context != null;
  }

  ManifestSet read(List<String> paths, Console console) {
    int sources = (chart == null ? 0 : 1) + (context == null ? 0 : 1) + (paths.isEmpty() ? 0 : 1);
    if (sources != 1) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "name PATHs, or --helm CHART, or --cluster, and one of them only");
    }
    if (chart != null) {
      return HelmSource.read(chart, values, "release", "default", console);
    }
    return context == null
        ? ManifestFiles.read(paths, console)
        : ClusterSource.all(context, console);
  }
}
