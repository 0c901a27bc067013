// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.posture.assertion.Answer;
import dev.atom.posture.assertion.Claims;
import dev.atom.posture.assertion.ClaimsReader;
import dev.atom.posture.assertion.Facts;
import dev.atom.posture.assertion.Judgement;
import dev.atom.posture.assertion.JudgementText;
import dev.atom.posture.assertion.Path;
import dev.atom.posture.assertion.Prosecutor;
import dev.atom.posture.assertion.RbacGrants;
import dev.atom.posture.assertion.ShippedClaims;
import dev.atom.posture.assertion.World;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.NotJudged;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Reachability;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Judges claims about who reaches whom.
@Command(
    name = "assert",
    description = "Prove or refute claims about who reaches whom.",
    footer = {
      "",
      "FILE holds groups, facts and claims, see docs/posture.md; with --shipped there is no FILE"
          + " and",
      "Atom's own claims are judged. Exits 1 when a claim is refuted, 2 when none is but one is",
      "undecidable or something could not be read.",
      "",
      "Examples:",
      "  ./atom posture assert claims.yaml deploy/",
      "  ./atom posture assert --shipped deploy/ --json",
      "  ./atom posture assert claims.yaml --cluster"
    })
public final class PostureAssert implements Callable<Integer> {
  private final Console console;

  @Mixin private NetworkObjects objects = new NetworkObjects();
  @Mixin private KindsOption kinds = new KindsOption();

  @Parameters(arity = "0..*", paramLabel = "FILE PATH", description = "Claims, then manifests.")
  private List<String> arguments = List.of();

  @Option(names = "--shipped", description = "Judge Atom's own claims instead of FILE's.")
  private boolean shipped;

  @Option(names = "--premises", description = "Tell what each proof takes for granted.")
  private boolean premises;

  @Option(names = "--json", description = "Print one JSON document for each claim.")
  private boolean json;

  public PostureAssert(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!shipped && arguments.isEmpty()) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "give a file of claims and the manifests, or --shipped");
    }
    var claims = shipped ? ShippedClaims.read() : claims(arguments.getFirst());
    if (!claims.problems().isEmpty()) {
      claims.problems().forEach(this::tell);
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          arguments.getFirst() + " cannot be judged: mend what is named above");
    }
    var paths = shipped ? arguments : arguments.subList(1, arguments.size());
    var set = objects.read(paths, console);
    set.unreadable().forEach(this::tell);
    var judgements = new Prosecutor(world(set), claims.facts()).judge(claims.claims());
    judgements.forEach(this::print);
    return code(judgements, set);
  }

  private void tell(Unreadable each) {
    console.tell(each.place().shown() + ": " + each.why());
  }

  private static Claims claims(String file) {
    List<Unreadable> unreadable = new ArrayList<>();
    try {
      var bytes = Files.readAllBytes(java.nio.file.Path.of(file));
      var documents = ManifestReader.usual().documents(file, bytes, unreadable);
      if (unreadable.isEmpty() && documents.size() != 1) {
        unreadable.add(
            new Unreadable(
                new Place(file, 0, 0),
                "a file of claims is one document, not " + documents.size()));
      }
      return unreadable.isEmpty()
          ? ClaimsReader.read(documents.getFirst())
          : new Claims(List.of(), Facts.NONE, unreadable);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the claims in " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private World world(ManifestSet set) {
    var cluster = new Cluster(set.manifests(), kinds.table());
    var unknown = new ArrayList<String>();
    for (NotJudged each : cluster.notJudged()) {
      unknown.add(each.place().shown() + ": " + each.why());
    }
    set.unreadable()
        .forEach(each -> unknown.add(each.place().shown() + " could not be read: " + each.why()));
    return new World(
        Reachability.of(NetworkModel.of(cluster)), new RbacGrants(set.manifests()), unknown, false);
  }

  private void print(Judgement judgement) {
    if (json) {
      console.print(Json.line(object(judgement)));
    } else {
      JudgementText.lines(judgement, premises).forEach(console::print);
    }
  }

  private static ObjectNode object(Judgement judgement) {
    ObjectNode out =
        Json.object()
            .put("id", judgement.claim().id())
            .put("claim", judgement.claim().sentence())
            .put("answer", judgement.answer().word());
    switch (judgement.answer()) {
      case Answer.Proved(var given) -> given.forEach(out.putArray("premises")::add);
      case Answer.Refuted(var paths, int more) -> {
        ArrayNode list = out.put("more", more).putArray("paths");
        paths.forEach(path -> list.add(object(path)));
      }
      case Answer.Undecidable(var doubts) -> {
        ArrayNode list = out.putArray("doubts");
        doubts.forEach(each ->
            list.addObject().put("obligation", each.obligation().number()).put("why", each.why()));
      }
    }
    return out;
  }

  private static ObjectNode object(Path path) {
    ObjectNode out =
        Json.object().put("obligation", path.obligation().number()).put("source", path.source());
    ArrayNode hops = out.putArray("hops");
    for (Path.Hop hop : path.hops()) {
      ObjectNode each = hops.addObject().put("what", hop.what());
      if (!hop.place().file().isEmpty()) {
        each.put("file", hop.place().file()).put("line", hop.place().line());
      }
    }
    return out.put("port", path.port()).put("target", path.target());
  }

  private static int code(List<Judgement> judgements, ManifestSet set) {
    if (judgements.stream().anyMatch(each -> each.answer() instanceof Answer.Refuted)) {
      return ExitCodes.NEGATIVE;
    }
    boolean open =
        !set.unreadable().isEmpty()
            || judgements.stream().anyMatch(each -> each.answer() instanceof Answer.Undecidable);
    return open ? ExitCodes.CANNOT_JUDGE : ExitCodes.DONE;
  }
}
