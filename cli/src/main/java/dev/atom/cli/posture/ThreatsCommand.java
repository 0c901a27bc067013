// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Table;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.threat.ThreatCheck;
import dev.atom.posture.threat.ThreatRegister;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The register of threats, and what is missing in it.
@Command(
    name = "threats",
    description = {
      "List the threats and check the register: mitigations, evidence, assets, listeners.",
      "Exit 1 when something is missing."
    },
    footer = {"", "Examples:", "  ./atom posture threats --register threats.yaml deploy/"})
public final class ThreatsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PATH", description = "Manifests whose listeners must be known.")
  private List<String> paths = List.of();

  @Option(names = "--register", paramLabel = "FILE", description = "The register (the shipped).")
  private @Nullable Path file;

  public ThreatsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ThreatRegister register = file == null ? ThreatRegister.shipped() : read(file);
    ManifestSet objects = paths.isEmpty() ? ManifestSet.EMPTY : NamedObjects.read(paths, console);
    var table = new Table("THREAT", "SEVERITY", "LIKELIHOOD", "AGAINST", "MITIGATIONS", "REMAINS");
    for (ThreatRegister.Threat it : register.threats()) {
      table.add(
          it.id() + " " + it.category(),
          it.rating().severity(),
          it.rating().likelihood(),
          String.join(",", it.against()),
          String.join(",", it.mitigations()),
          it.residual());
    }
    console.print(table.toString());
    List<String> missing = ThreatCheck.of(register, Cluster.of(objects.manifests()));
    missing.forEach(it -> console.print("missing: " + it));
    objects
        .unreadable()
        .forEach(it -> console.tell("atom: " + it.place().shown() + ": " + it.why()));
    if (!objects.unreadable().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    return missing.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private static ThreatRegister read(Path file) {
    try {
      return ThreatRegister.parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the register " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
