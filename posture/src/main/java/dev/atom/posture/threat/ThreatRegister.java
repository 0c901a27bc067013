// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.threat;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is protected, from whom, where it can be attacked, by what it is protected, and what
/// remains.
///
/// @param unreadable what of the file could not be read
public record ThreatRegister(
    List<Asset> assets,
    List<String> actors,
    List<Surface> surfaces,
    List<Threat> threats,
    List<Control> controls,
    List<String> unreadable) {
  private static final String SHIPPED = "threats.yaml";

  public ThreatRegister {
    assets = List.copyOf(assets);
    actors = List.copyOf(actors);
    surfaces = List.copyOf(surfaces);
    threats = List.copyOf(threats);
    controls = List.copyOf(controls);
    unreadable = List.copyOf(unreadable);
  }

  /// Something worth protecting.
  ///
  /// @param classification critical, high, medium or low
  public record Asset(String id, String classification, Place place) {}

  /// Where somebody can begin.
  ///
  /// @param listeners what listens there: `namespace/workload:port`, `*` for any run of characters
  public record Surface(String id, List<String> listeners) {
    public Surface {
      listeners = List.copyOf(listeners);
    }
  }

  /// One threat.
  ///
  /// @param category of STRIDE
  /// @param against assets
  /// @param by actors
  /// @param at surfaces
  /// @param mitigations ids of controls
  /// @param residual what remains, in words
  public record Threat(
      String id,
      String category,
      Rating rating,
      List<String> against,
      List<String> by,
      List<String> at,
      List<String> mitigations,
      String residual,
      Place place) {
    public Threat {
      against = List.copyOf(against);
      by = List.copyOf(by);
      at = List.copyOf(at);
      mitigations = List.copyOf(mitigations);
    }
  }

  /// How bad and how likely.
  public record Rating(String severity, String likelihood) {}

  /// What protects, and what shows that it does: rows, tests, commands, items of checklists.
  public record Control(String id, String says, List<String> evidence, Place place) {
    public Control {
      evidence = List.copyOf(evidence);
    }
  }

  /// The register this program is shipped with.
  public static ThreatRegister shipped() {
    try (InputStream in =
        Objects.requireNonNull(ThreatRegister.class.getResourceAsStream(SHIPPED), SHIPPED)) {
      return parse(SHIPPED, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file: `kind: ThreatRegister`, `apiVersion: atom.dev/v1`.
  public static ThreatRegister parse(String file, byte[] bytes) {
    var set = ManifestReader.usual().read(file, bytes);
    List<String> unreadable = new ArrayList<>();
    set.unreadable().forEach(it -> unreadable.add(it.place().shown() + ": " + it.why()));
    Optional<Node> found =
        set.manifests().stream()
            .filter(it -> it.is("atom.dev", "ThreatRegister"))
            .map(it -> it.root().at("spec"))
            .findFirst();
    if (found.isEmpty()) {
      unreadable.add(file + ": holds no ThreatRegister of atom.dev/v1");
      return new ThreatRegister(List.of(), List.of(), List.of(), List.of(), List.of(), unreadable);
    }
    Node spec = found.get();
    return new ThreatRegister(
        spec.at("assets").items().stream()
            .map(it -> new Asset(word(it, "id"), word(it, "classification"), it.place()))
            .toList(),
        texts(spec.at("actors")),
        spec.at("surfaces").items().stream()
            .map(it -> new Surface(word(it, "id"), texts(it.at("listeners"))))
            .toList(),
        spec.at("threats").items().stream().map(ThreatRegister::threat).toList(),
        spec.at("controls").items().stream()
            .map(it ->
                new Control(word(it, "id"), word(it, "says"), texts(it.at("evidence")), it.place()))
            .toList(),
        unreadable);
  }

  private static Threat threat(Node it) {
    return new Threat(
        word(it, "id"),
        word(it, "category"),
        new Rating(word(it, "severity"), word(it, "likelihood")),
        texts(it.at("against")),
        texts(it.at("by")),
        texts(it.at("at")),
        texts(it.at("mitigations")),
        word(it, "residual"),
        it.place());
  }

  private static String word(Node node, String key) {
    return node.at(key).scalar();
  }

  private static List<String> texts(Node list) {
    return list.items().stream().map(Node::scalar).toList();
  }
}
