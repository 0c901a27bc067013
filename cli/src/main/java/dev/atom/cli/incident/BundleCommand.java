// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import dev.atom.base.AtomException;
import dev.atom.base.ByteSize;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.instance.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Collects a debug bundle that holds no secret.
@Command(
    name = "bundle",
    description = {
      "Collect logs, descriptions, events and objects, without secrets.",
      "Exit 1 when a part failed; what was collected is there."
    },
    subcommands = {BundleVerify.class, BundleScan.class},
    footer = {
      "",
      "Secret objects, values of variables and copies in annotations are left out; token shapes,",
      "values under names of secrets and random text are redacted; a file that still looks like a",
      "secret is not written. Nothing is done without the flags that allow it.",
      "",
      "Examples:",
      "  ./atom bundle --folder collected/ --out bundles/ --allow-write",
      "  ./atom bundle --workload deployment/gate -n atom-system --out bundles/ \\",
      "      --allow-subprocess --allow-network --allow-write",
      "  ./atom bundle --instance --out bundles/ --allow-write",
      "  ./atom bundle verify bundles/20261122T120000Z-web"
    })
public final class BundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--folder", paramLabel = "DIR", description = "Collect from this folder.")
  private @Nullable Path folder;

  @Option(names = "--instance", description = "Collect from the instance of ./atom up.")
  private boolean instance;

  @Option(names = "--context", paramLabel = "NAME", description = "Of kubectl (the current one).")
  private String context = "";

  @Option(names = "--kubectl", paramLabel = "FILE", description = "The program (kubectl).")
  private String kubectl = "kubectl";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "Of the workload (default).")
  private String namespace = "default";

  @Option(names = "--workload", paramLabel = "NAME", description = "deployment/web, or a pod.")
  private String workload = "";

  @Option(names = "--incident", paramLabel = "ID", description = "What it is collected for.")
  private String incident = "";

  @Option(names = "--out", paramLabel = "DIR", description = "A folder of its own is made there.")
  private @Nullable Path out;

  @Option(names = "--size-max", paramLabel = "SIZE", description = "Of all files (20MiB).")
  private String sizeMax = "20MiB";

  @Option(names = "--allow-write", description = "Allow to write files below --out.")
  private boolean allowWrite;

  @Option(names = "--allow-subprocess", description = "Allow to run kubectl.")
  private boolean allowSubprocess;

  @Option(names = "--allow-network", description = "Allow to ask the cluster.")
  private boolean allowNetwork;

  public BundleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path place = permitted();
    BundleSource source = source();
    String name = workload.isEmpty() ? source.cluster() : workload;
    var now = console.clock().instant();
    String run = RUN.format(now) + "-" + name.replaceAll("[^A-Za-z0-9.]+", "_");
    Path own = place.resolve(run);
    if (Files.exists(own)) {
      throw usage(own + " is there already: one bundle a second");
    }
    var about = new BundleWriter.About(run, incident, source.cluster(), namespace, workload, now);
    boolean complete = new BundleWriter(own, about, bytes()).write(source);
    console.print(own.toString());
    if (!complete) {
      console.tell("a part failed: see " + own.resolve("bundle.json"));
    }
    return complete ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  /// Nothing is read, run or written that the caller did not allow by name.
  private Path permitted() {
    boolean cluster = folder == null && !instance;
    if (folder != null && instance) {
      throw usage("--folder and --instance are two sources: name one");
    }
    if (out == null) {
      throw usage("name where to write: --out DIR");
    }
    demand(allowWrite, "--allow-write", "files are written below " + out);
    demand(!cluster || allowSubprocess, "--allow-subprocess", kubectl + " is run");
    demand(!cluster || allowNetwork, "--allow-network", "the cluster is asked");
    if (cluster && workload.isEmpty()) {
      throw usage("name the workload: --workload deployment/NAME");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw usage("--folder: " + folder + " is no folder");
    }
    return out;
  }

  private static void demand(boolean given, String flag, String what) {
    if (!given) {
      throw usage(what + ": allow it with " + flag);
    }
  }

  private BundleSource source() {
    if (folder != null) {
      return new FolderSource(folder);
    }
    if (instance) {
      return new InstanceSource(new DataFolder(data.folder(console.environment())));
    }
    Map<String, String> environment =
        console.environment().containsKey("KUBECONFIG")
            ? Map.of("KUBECONFIG", console.environment().getOrDefault("KUBECONFIG", ""))
            : Map.of();
    return new KubectlSource(new Subprocess(kubectl, environment), context, namespace, workload);
  }

  private long bytes() {
    try {
      return ByteSize.parse(sizeMax).bytes();
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--size-max: " + e.getMessage(), e);
    }
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
