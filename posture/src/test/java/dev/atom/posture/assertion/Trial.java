// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.Networks;
import dev.atom.posture.network.Reachability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The tight installation with something changed, put to claims.
final class Trial {
  private final Map<String, List<Grants.Grant>> grants = new HashMap<>();
  private String yaml;
  private boolean live;

  private Trial(String yaml) {
    this.yaml = yaml;
  }

  static Trial ofAtom() {
    try (InputStream in =
        Objects.requireNonNull(Trial.class.getResourceAsStream("atom.yaml"), "atom.yaml")) {
      return new Trial(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Trial with(String documents) {
    yaml += "\n---\n" + documents;
    return this;
  }

  Trial replacing(String text, String by) {
    if (!yaml.contains(text)) {
      throw new IllegalArgumentException("'" + text + "' is not there");
    }
    yaml = yaml.replace(text, by);
    return this;
  }

  /// Grants somebody something; `what` as in `create pods in atom-system`.
  Trial granting(String subject, String what) {
    grants
        .computeIfAbsent(what, _ -> new ArrayList<>())
        .add(new Grants.Grant(subject, "RoleBinding ns/b to Role ns/r", new Place("r.yaml", 7, 1)));
    return this;
  }

  Trial live() {
    live = true;
    return this;
  }

  /// The answer to a shipped claim.
  Answer shipped(String id) {
    var claims = ShippedClaims.read();
    var claim =
        claims.claims().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    return new Prosecutor(world(), claims.facts()).judge(claim).answer();
  }

  /// The answer to a claim of one's own, with the groups of the shipped ones.
  Answer claim(String facts, String sentence) {
    var claims = claims(facts, sentence);
    if (!claims.problems().isEmpty()) {
      throw new IllegalArgumentException(claims.problems().toString());
    }
    return new Prosecutor(world(), claims.facts()).judge(claims.claims().getFirst()).answer();
  }

  static Claims claims(String facts, String sentence) {
    String text =
        """
        groups:
          gate: {namespace: atom-system, pods: {app: gate}}
          atom-llm: {namespace: atom-system, pods: {app: atom-llm}}
          agents: {namespace: atom-agents}
          studio: {namespace: atom-system, pods: {app: studio}}
        facts: {%s}
        claims:
          - "%s"
        """
            .formatted(facts, sentence);
    List<Unreadable> unreadable = new ArrayList<>();
    var documents =
        ManifestReader.usual()
            .documents("claims.yaml", text.getBytes(StandardCharsets.UTF_8), unreadable);
    return ClaimsReader.read(documents.getFirst());
  }

  private World world() {
    var cluster = Networks.cluster(yaml);
    Grants known =
        (verb, _, resource, namespace) ->
            grants.getOrDefault(verb + " " + resource + " in " + namespace, List.of());
    return new World(
        Reachability.of(NetworkModel.of(cluster)),
        known,
        cluster.notJudged().stream().map(each -> each.why()).toList(),
        live);
  }

  static List<String> paths(Answer answer) {
    return answer instanceof Answer.Refuted(var paths, var _)
        ? paths.stream().map(path -> path.obligation() + ": " + path.shown()).toList()
        : List.of(answer.toString());
  }
}
