// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.network.ConnectionFormat;
import dev.atom.posture.network.Connectivity;
import dev.atom.posture.network.Direction;
import dev.atom.posture.network.Explanation;
import dev.atom.posture.network.Exposure;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Peers;
import dev.atom.posture.network.Reachability;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists who may connect to whom, and explains why.
@Command(
    name = "connectivity",
    description = "List the connections that network policies leave open, a line each.",
    footer = {
      "",
      "PATH is a file, a folder or - for standard input. What is not defined by Kubernetes (a pod"
          + " to",
      "itself) is not listed. Exits 2 when something could not be read; the rest is listed.",
      "",
      "Examples:",
      "  ./atom posture connectivity deploy/",
      "  ./atom posture connectivity deploy/ --format dot",
      "  ./atom posture connectivity deploy/ --explain atom-agents/worker atom-system/atom-llm",
      "  ./atom posture connectivity deploy/ --explain atom-agents/worker internet",
      "  ./atom posture connectivity deploy/ --exposure"
    })
public final class PostureConnectivity implements Callable<Integer> {
  private final Console console;

  @Mixin private NetworkObjects objects = new NetworkObjects();
  @Mixin private KindsOption kinds = new KindsOption();

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files, folders, or - .")
  private List<String> paths = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, csv or dot (default: ${DEFAULT-VALUE}).",
      defaultValue = "text")
  private String format = "text";

  @Option(
      names = "--explain",
      arity = "2",
      paramLabel = "NAME",
      description =
          "Say which policies and rules decide from the first NAME to the second: each"
              + " namespace/workload, an address, or internet.")
  private @Nullable List<String> explain;

  @Option(
      names = "--exposure",
      description = "List what pods that do not exist yet could reach, or be reached by.")
  private boolean exposure;

  @Option(names = "--ipv6", description = "List IPv6 addresses as well.")
  private boolean v6;

  public PostureConnectivity(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var written =
        ConnectionFormat.of(format)
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.BAD_REQUEST,
                    "'" + format + "' is no format: choose text, json, csv or dot"));
    ManifestSet set = objects.read(paths, console);
    var cluster = new Cluster(set.manifests(), kinds.table());
    var model = NetworkModel.of(cluster);
    tell(set, cluster, model);
    var out =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), 1 << 16));
    write(model, written, out::println);
    out.flush();
    return set.unreadable().isEmpty() ? ExitCodes.DONE : ExitCodes.CANNOT_JUDGE;
  }

  private void tell(ManifestSet set, Cluster cluster, NetworkModel model) {
    set.unreadable().forEach(each -> console.tell(each.place().shown() + ": " + each.why()));
    cluster.notJudged().forEach(each -> console.tell(each.place().shown() + ": " + each.why()));
    model.foreign().forEach(each -> console.tell(each.shown()));
    model.remarks().forEach(each -> console.tell(each.shown()));
    if (!v6 && model.speaksOfV6()) {
      console.tell("policies speak of IPv6 addresses: --ipv6 lists those as well");
    }
  }

  private void write(NetworkModel model, ConnectionFormat written, Consumer<String> out) {
    if (exposure) {
      exposure(Exposure.of(model, v6), out);
      return;
    }
    var reachability = Reachability.of(model);
    if (explain != null) {
      explain(new Peers(reachability), explain.getFirst(), explain.getLast(), out);
    } else {
      written.write(new Connectivity(reachability, v6), out);
    }
  }

  private static void explain(Peers peers, String source, String target, Consumer<String> out) {
    for (String name : List.of(source, target)) {
      if (!peers.knows(name)) {
        throw new AtomException(
            ErrorCode.NOT_FOUND,
            "no workload is called '" + name + "': write namespace/name, an address, or internet");
      }
    }
    for (Explanation each : peers.explain(source, target)) {
      each.text().lines().forEach(out);
    }
  }

  private static void exposure(Exposure exposure, Consumer<String> out) {
    for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
      out.accept(direction == Direction.EGRESS ? "Egress exposure:" : "Ingress exposure:");
      exposure.lines().stream()
          .filter(line -> line.direction() == direction)
          .forEach(line -> out.accept(line.toString()));
      out.accept("");
    }
    out.accept("Workloads that no policy selects:");
    exposure
        .unguarded()
        .forEach(each ->
            out.accept(
                each.workload()
                    + (each.direction() == Direction.EGRESS ? " for egress" : " for ingress")));
  }
}
