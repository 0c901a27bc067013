// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.secret.Weakness;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The checks of Secrets themselves: who refers to them and how, what is in them, what is missing.
final class SecretObjectChecks {
  private static final Set<String> KEPT_BY_OTHERS =
      Set.of(
          "helm.sh/release.v1",
          "kubernetes.io/service-account-token",
          "bootstrap.kubernetes.io/token");

  private SecretObjectChecks() {}

  /// A reference is no plain secret, but a variable shows it to whoever can see the process.
  static void references(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (Node variable : container.node().get("env").items()) {
          Node reference = variable.at("valueFrom", "secretKeyRef");
          if (!reference.isNull()) {
            String name = variable.get("name").scalar();
            referred(scene, workload, container, "env[" + Shown.plain(name) + "]", reference, name);
          }
        }
        int index = 0;
        for (Node source : container.node().get("envFrom").items()) {
          Node reference = source.get("secretRef");
          if (!reference.isNull()) {
            referred(scene, workload, container, "envFrom[" + index + "]", reference, "");
          }
          index++;
        }
      }
    }
  }

  private static void referred(
      Scene scene, Workload workload, Container container, String field, Node node, String key) {
    scene.broken(
        workload.owner(),
        container.path() + "." + field,
        node,
        "takes the Secret " + Shown.plain(node.get("name").scalar()) + " into the environment",
        "must be mounted as a file",
        new Scope(container.name(), key, ""));
  }

  /// In Secrets, and where values stand in variables.
  static void weak(Scene scene) {
    for (Manifest secret : secrets(scene)) {
      for (String field : List.of("data", "stringData")) {
        Node data = secret.root().get(field);
        for (String key : data.keys()) {
          String text = data.get(key).scalar();
          String value = field.equals("data") ? SecretChecks.decoded(text) : text;
          weak(scene, secret, field + "[" + Shown.plain(key) + "]", data.get(key), key, value, "");
        }
      }
    }
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (Node variable : container.node().get("env").items()) {
          String name = variable.get("name").scalar();
          weak(
              scene,
              workload.owner(),
              container.path() + ".env[" + Shown.plain(name) + "].value",
              variable.get("value"),
              name,
              variable.get("value").scalar(),
              container.name());
        }
      }
    }
  }

  private static void weak(
      Scene scene,
      Manifest object,
      String path,
      Node node,
      String key,
      String value,
      String container) {
    Weakness.of(key, value)
        .ifPresent(what ->
            scene.broken(
                object,
                path,
                node,
                "is " + what,
                "must be a good secret of its own",
                new Scope(container, key, Judgement.digest(value))));
  }

  private static List<Manifest> secrets(Scene scene) {
    return scene.cluster().manifests("", "Secret").stream()
        .filter(secret -> !KEPT_BY_OTHERS.contains(secret.root().get("type").scalar()))
        .toList();
  }

  /// Secrets that the contract knows, and that something refers to.
  static void required(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      Set<String> referred = referred(workload);
      for (RequiredSecret required : scene.contract().secrets()) {
        if (referred.contains(required.name())) {
          required(scene, workload, required);
        }
      }
    }
  }

  private static void required(Scene scene, Workload workload, RequiredSecret required) {
    Optional<Manifest> secret =
        scene.cluster().manifests("", "Secret").stream()
            .filter(s -> s.namespace().equals(workload.namespace()))
            .filter(s -> s.name().equals(required.name()))
            .findFirst();
    if (secret.isEmpty()) {
      scene.broken(
          workload.owner(),
          workload.specPath(),
          workload.podSpec(),
          "the Secret " + required.name() + " is not there",
          "must be there",
          new Scope("", required.name(), ""));
      return;
    }
    Set<String> keys = new TreeSet<>(secret.get().root().get("data").keys());
    keys.addAll(secret.get().root().get("stringData").keys());
    for (String key : required.keys()) {
      if (!keys.contains(key)) {
        scene.broken(
            secret.get(),
            "data[" + key + "]",
            secret.get().root().get("data"),
            "is not there",
            "must be there for " + workload.kind() + " " + workload.name(),
            new Scope("", key, ""));
      }
    }
  }

  private static Set<String> referred(Workload workload) {
    Set<String> names = new TreeSet<>();
    for (Node volume : workload.podSpec().get("volumes").items()) {
      names.add(volume.at("secret", "secretName").scalar());
      volume
          .at("projected", "sources")
          .items()
          .forEach(s -> names.add(s.at("secret", "name").scalar()));
    }
    for (Container container : workload.containers()) {
      container
          .node()
          .get("env")
          .items()
          .forEach(v -> names.add(v.at("valueFrom", "secretKeyRef", "name").scalar()));
      container
          .node()
          .get("envFrom")
          .items()
          .forEach(s -> names.add(s.at("secretRef", "name").scalar()));
    }
    return names;
  }

  /// Only asked of manifests that somebody keeps in a repository: a cluster has Secrets with data.
  static void committed(Scene scene) {
    for (Manifest secret : secrets(scene)) {
      for (String field : List.of("data", "stringData")) {
        Node data = secret.root().get(field);
        for (String key : data.keys()) {
          if (!data.get(key).isEmpty()) {
            scene.broken(
                secret,
                field + "[" + Shown.plain(key) + "]",
                data.get(key),
                "is kept with the manifests",
                "must not be",
                new Scope("", key, Judgement.digest(data.get(key).scalar())));
          }
        }
      }
    }
  }

  static void databaseTls(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (Node variable : container.node().get("env").items()) {
          String name = variable.get("name").scalar();
          url(
              scene,
              workload.owner(),
              container.path() + ".env[" + Shown.plain(name) + "].value",
              variable.get("value"),
              variable.get("value").scalar(),
              new Scope(container.name(), name, ""));
          if (name.equals("PGSSLMODE") && isPlain(variable.get("value").scalar())) {
            scene.broken(
                workload.owner(),
                container.path() + ".env[PGSSLMODE].value",
                variable.get("value"),
                "allows connections without TLS",
                "must be verify-full or require",
                new Scope(container.name(), name, ""));
          }
        }
      }
    }
    databaseUrls(scene);
  }

  private static void databaseUrls(Scene scene) {
    for (Manifest secret : secrets(scene)) {
      for (String field : List.of("data", "stringData")) {
        Node data = secret.root().get(field);
        for (String key : data.keys()) {
          String text = data.get(key).scalar();
          url(
              scene,
              secret,
              field + "[" + Shown.plain(key) + "]",
              data.get(key),
              field.equals("data") ? SecretChecks.decoded(text) : text,
              new Scope("", key, ""));
        }
      }
    }
    for (Manifest map : scene.cluster().manifests("", "ConfigMap")) {
      Node data = map.root().get("data");
      for (String key : data.keys()) {
        url(
            scene,
            map,
            "data[" + Shown.plain(key) + "]",
            data.get(key),
            data.get(key).scalar(),
            new Scope("", key, ""));
      }
    }
  }

  private static void url(
      Scene scene, Manifest object, String path, Node node, String value, Scope scope) {
    String bare = value.strip();
    if (!bare.startsWith("postgres://")
        && !bare.startsWith("postgresql://")
        && !bare.startsWith("postgresql+")) {
      return;
    }
    int mode = bare.indexOf("sslmode=");
    int end = mode < 0 ? -1 : bare.indexOf('&', mode);
    String written =
        mode < 0 ? "" : bare.substring(mode + "sslmode=".length(), end < 0 ? bare.length() : end);
    if (isPlain(written)) {
      scene.broken(
          object,
          path,
          node,
          written.isEmpty()
              ? "is a URL without sslmode"
              : "is a URL with sslmode=" + Shown.plain(written),
          "must have sslmode verify-full or require",
          scope);
    }
  }

  private static boolean isPlain(String mode) {
    return !Set.of("require", "verify-ca", "verify-full").contains(mode);
  }
}
