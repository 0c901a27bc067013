// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.finding.Scope;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Labels;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The checks of how pods run: what they may take, what they leave open, how many there are.
final class WorkloadChecks {
  private static final Set<String> ON = Set.of("true", "1", "yes", "on", "enabled");
  private static final Set<String> SWITCHES =
      Set.of(
          "DEBUG",
          "ENABLE_DEBUG",
          "DEBUG_ENABLED",
          "DEBUG_MODE",
          "ENABLE_DEBUG_DATASETS",
          "DEBUG_ENDPOINTS",
          "ENABLE_DEBUG_ENDPOINTS",
          "ADMIN_ENDPOINTS",
          "ENABLE_ADMIN_ENDPOINTS",
          "ADMIN_ENDPOINTS_ENABLED",
          "ENABLE_PPROF",
          "PPROF_ENABLED",
          "PROFILING_ENABLED");

  private WorkloadChecks() {}

  /// What is missing of requests and limits; a limit stands in for a request, as the API server
  /// fills it in. Ephemeral containers cannot have any.
  static void resources(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        if (container.role() != Container.Role.EPHEMERAL) {
          resources(scene, workload, container);
        }
      }
    }
  }

  private static void resources(Scene scene, Workload workload, Container container) {
    Node resources = container.node().get("resources");
    for (String resource : List.of("cpu", "memory")) {
      Node limit = resources.at("limits", resource);
      Node request = resources.at("requests", resource);
      if (limit.isEmpty()) {
        missing(scene, workload, container, resources, "limits." + resource);
      }
      if (limit.isEmpty() && request.isEmpty()) {
        missing(scene, workload, container, resources, "requests." + resource);
      }
    }
  }

  private static void missing(
      Scene scene, Workload workload, Container container, Node node, String field) {
    scene.broken(
        workload.owner(),
        container.path() + ".resources." + field,
        node.isNull() ? container.node() : node,
        "is not set",
        "must be set",
        new Scope(container.name(), "", ""));
  }

  /// Switches in variables and arguments that turn debug or admin endpoints on.
  static void debug(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      for (Container container : workload.containers()) {
        for (Node variable : container.node().get("env").items()) {
          debugVariable(scene, workload, container, variable);
        }
        for (String field : List.of("command", "args")) {
          debugArguments(scene, workload, container, field);
        }
      }
    }
  }

  private static void debugVariable(
      Scene scene, Workload workload, Container container, Node variable) {
    String name = variable.get("name").scalar();
    String value = variable.get("value").scalar().toLowerCase(Locale.ROOT);
    if (ON.contains(value) && isSwitch(name)) {
      scene.broken(
          workload.owner(),
          container.path() + ".env[" + Shown.plain(name) + "].value",
          variable.get("value"),
          "turns a debug or admin endpoint on",
          "must be off",
          new Scope(container.name(), name, Judgement.digest(variable.get("value").scalar())));
    }
  }

  private static boolean isSwitch(String name) {
    String upper = name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    return SWITCHES.stream().anyMatch(s -> upper.equals(s) || upper.endsWith("_" + s));
  }

  private static void debugArguments(
      Scene scene, Workload workload, Container container, String field) {
    int index = 0;
    for (Node argument : container.node().get(field).items()) {
      String text = argument.scalar();
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      boolean on = equals < 0 || ON.contains(text.substring(equals + 1).toLowerCase(Locale.ROOT));
      if (text.startsWith("--") && on && isSwitch(name.substring(2))) {
        scene.broken(
            workload.owner(),
            container.path() + "." + field + "[" + index + "]",
            argument,
            "turns a debug or admin endpoint on",
            "must be off",
            new Scope(container.name(), name.substring(2), Judgement.digest(text)));
      }
      index++;
    }
  }

  static void autoscaled(Scene scene) {
    for (Manifest deployment : scene.cluster().manifests("apps", "Deployment")) {
      boolean scaled =
          scene.cluster().manifests("autoscaling", "HorizontalPodAutoscaler").stream()
              .anyMatch(hpa -> scales(hpa, deployment));
      if (!scaled) {
        scene.broken(
            deployment,
            "spec.replicas",
            deployment.root().at("spec", "replicas"),
            "no HorizontalPodAutoscaler with minReplicas 2 or more scales it",
            "must be scaled by one",
            Scope.WHOLE);
      }
    }
  }

  private static boolean scales(Manifest hpa, Manifest deployment) {
    Node target = hpa.root().at("spec", "scaleTargetRef");
    return hpa.namespace().equals(deployment.namespace())
        && target.get("kind").scalar().equals("Deployment")
        && target.get("name").scalar().equals(deployment.name())
        && hpa.root().at("spec", "minReplicas").integer().orElse(1) >= 2;
  }

  static void disruptionBudget(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      if (!Set.of("Deployment", "StatefulSet").contains(workload.kind())) {
        continue;
      }
      Map<String, String> labels = Labels.of(workload.podMetadata().get("labels"));
      boolean kept =
          scene.cluster().manifests("policy", "PodDisruptionBudget").stream()
              .anyMatch(budget ->
                  budget.namespace().equals(workload.namespace())
                      && Selector.selects(budget.root().at("spec", "selector"), labels));
      if (!kept) {
        scene.broken(
            workload.owner(),
            workload.metadataPath() + ".labels",
            workload.podMetadata(),
            "no PodDisruptionBudget selects its pods",
            "must be under one",
            Scope.WHOLE);
      }
    }
  }
}
