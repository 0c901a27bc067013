// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.secret.SecretDetector;
import dev.atom.posture.secret.TextScan;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The checks for secrets that stand where they can be read: names only, never values.
final class SecretChecks {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String DEMANDED = "must not stand here";

  private SecretChecks() {}

  static void env(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (Node variable : container.node().get("env").items()) {
          String name = variable.get("name").scalar();
          Node value = variable.get("value");
          secret(name, value.scalar())
              .ifPresent(what ->
                  scene.broken(
                      workload.owner(),
                      container.path() + ".env[" + Shown.plain(name) + "].value",
                      value,
                      "is " + what,
                      DEMANDED,
                      new Scope(container.name(), name, Judgement.digest(value.scalar()))));
        }
      }
    }
  }

  /// As one value, or as a text of several lines with one in it.
  private static Optional<String> secret(String key, String value) {
    return SecretDetector.detect(key, value)
        .or(() ->
            value.indexOf('\n') < 0
                ? Optional.empty()
                : TextScan.in(value).stream().findFirst().map(TextScan.Hit::what));
  }

  static void arguments(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (String field : List.of("command", "args")) {
          arguments(scene, workload, container, field);
        }
      }
    }
  }

  private static void arguments(Scene scene, Workload workload, Container container, String field) {
    String before = "";
    int index = 0;
    for (Node argument : container.node().get(field).items()) {
      String text = argument.scalar();
      String name = before;
      Optional<Argument> found =
          SecretDetector.detect(name, text)
              .map(what -> new Argument(name, what, text))
              .or(() -> Argument.secretIn(text));
      if (found.isPresent()) {
        scene.broken(
            workload.owner(),
            container.path() + "." + field + "[" + index + "]",
            argument,
            "has " + found.get().what(),
            DEMANDED,
            new Scope(container.name(), found.get().key(), Judgement.digest(found.get().value())));
      }
      before = text.startsWith("-") && text.indexOf('=') < 0 ? text.replaceFirst("^-+", "") : "";
      index++;
    }
  }

  /// A secret in an argument.
  private record Argument(String key, String what, String value) {
    /// `--password=x`, or one of the words of a command line that a shell gets.
    static Optional<Argument> secretIn(String text) {
      for (String word : text.split("\\s+")) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? "" : word.substring(0, equals).replaceFirst("^-+", "");
        String value = unquoted(equals < 0 ? word : word.substring(equals + 1));
        Optional<String> what = SecretDetector.detect(key, value);
        if (what.isPresent()) {
          return Optional.of(new Argument(key, what.get(), value));
        }
      }
      return text.indexOf('\n') < 0
          ? Optional.empty()
          : TextScan.in(text).stream()
              .findFirst()
              .map(hit -> new Argument(hit.key(), hit.what(), hit.value()));
    }

    private static String unquoted(String word) {
      String bare = word.endsWith(";") ? word.substring(0, word.length() - 1) : word;
      boolean quoted =
          bare.length() > 1
              && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
              && bare.charAt(bare.length() - 1) == bare.charAt(0);
      return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }
  }

  /// What `kubectl apply` keeps of the object itself says nothing that the object does not.
  static void annotations(Scene scene) {
    for (Manifest manifest : scene.cluster().manifests()) {
      annotations(scene, manifest, "metadata", manifest.root().get("metadata"));
    }
    for (Workload workload : scene.cluster().workloads()) {
      if (!workload.podPath().isEmpty()) {
        annotations(scene, workload.owner(), workload.metadataPath(), workload.podMetadata());
      }
    }
  }

  private static void annotations(Scene scene, Manifest object, String path, Node metadata) {
    Node annotations = metadata.get("annotations");
    for (String key : annotations.keys()) {
      Node value = annotations.get(key);
      if (!key.equals(LAST_APPLIED)) {
        String name = key.substring(key.indexOf('/') + 1);
        secret(name, value.scalar())
            .ifPresent(what ->
                scene.broken(
                    object,
                    path + ".annotations[" + Shown.plain(key) + "]",
                    value,
                    "is " + what,
                    DEMANDED,
                    new Scope("", key, Judgement.digest(value.scalar()))));
      }
    }
  }

  static void configMaps(Scene scene) {
    for (Manifest map : scene.cluster().manifests("", "ConfigMap")) {
      Node data = map.root().get("data");
      for (String key : data.keys()) {
        config(scene, map, "data", key, data.get(key), data.get(key).scalar());
      }
      Node binary = map.root().get("binaryData");
      for (String key : binary.keys()) {
        config(scene, map, "binaryData", key, binary.get(key), decoded(binary.get(key).scalar()));
      }
    }
  }

  private static void config(
      Scene scene, Manifest map, String field, String key, Node node, String value) {
    String path = field + "[" + Shown.plain(key) + "]";
    if (value.indexOf('\n') < 0) {
      SecretDetector.detect(key, value)
          .ifPresent(what ->
              scene.broken(
                  map,
                  path,
                  node,
                  "is " + what,
                  DEMANDED,
                  new Scope("", key, Judgement.digest(value))));
      return;
    }
    for (TextScan.Hit hit : TextScan.in(value)) {
      scene.broken(
          map,
          path,
          node,
          "has "
              + hit.what()
              + (hit.key().isEmpty() ? "" : " under " + Shown.key(hit.key()))
              + " in its line "
              + hit.line(),
          DEMANDED,
          new Scope("", key, Judgement.digest(hit.value())));
    }
  }

  /// What Base64 stands for, as text; empty for what is no Base64.
  static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
