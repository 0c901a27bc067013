// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.baseline.Proofs;
import dev.atom.posture.baseline.RotationRegister;
import dev.atom.posture.baseline.World;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.rbac.Ceilings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the checklists are judged by, as options of a command.
public final class BaselineSource {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Manifests.")
  private List<String> paths = List.of();

  @Option(names = "--evidence", paramLabel = "FILE", description = "What was run elsewhere.")
  private @Nullable Path evidence;

  @Option(names = "--rotations", paramLabel = "FILE", description = "The rotation register.")
  private @Nullable Path rotations;

  @Option(names = "--exemptions", paramLabel = "FILE", description = "The recorded exemptions.")
  private @Nullable Path exemptions;

  @Option(names = "--ceilings", paramLabel = "FILE", description = "What subjects may hold.")
  private @Nullable Path ceilings;

  @Option(names = "--at", paramLabel = "TIME", description = "As at this instant (now).")
  private @Nullable Instant at;

  private final List<String> complaints = new ArrayList<>();

  /// What could not be read; a verdict from half the input is none.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// The time of the judgement.
  public Instant now(Console console) {
    return at == null ? console.clock().instant() : at;
  }

  /// Reads everything.
  ///
  /// @param more proofs that count where the evidence file has none
  public World read(Console console, Proofs more) {
    var set = NamedObjects.read(paths, console);
    set.unreadable().forEach(this::complain);
    Proofs proofs =
        evidence == null ? Proofs.none() : Proofs.parse(name(evidence), bytes(evidence));
    var register =
        rotations == null
            ? RotationRegister.none()
            : RotationRegister.parse(name(rotations), bytes(rotations));
    complaints.addAll(proofs.problems());
    complaints.addAll(register.problems());
    return World.of(
        Cluster.of(set.manifests()),
        ceilings == null ? Ceilings.seeds() : RbacDiff.read(ceilings),
        register,
        proofs.with(more),
        exemptions(),
        now(console));
  }

  private List<Node> exemptions() {
    List<Node> all = new ArrayList<>();
    if (exemptions != null) {
      List<Unreadable> unreadable = new ArrayList<>();
      for (Node document :
          ManifestReader.usual().documents(name(exemptions), bytes(exemptions), unreadable)) {
        all.addAll(document.at("exceptions").items());
        all.addAll(document.at("exemptions").items());
        all.addAll(document.at("spec", "exemptions").items());
      }
      unreadable.forEach(this::complain);
    }
    return all;
  }

  private void complain(Unreadable it) {
    complaints.add(it.place().shown() + ": " + it.why());
  }

  private static String name(Path file) {
    return file.toString();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
