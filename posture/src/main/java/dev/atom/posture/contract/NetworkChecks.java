// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.finding.Scope;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.KubeNamespace;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.podsecurity.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The checks that pods are under policies which restrict something, and namespaces under a level.
final class NetworkChecks {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private NetworkChecks() {}

  /// Of namespaces that are written down; an implied one has labels nobody here knows.
  static void namespaceLevel(Scene scene) {
    Level wanted = scene.profile().podSecurity();
    for (KubeNamespace namespace : scene.cluster().namespaces().values()) {
      namespace
          .manifest()
          .ifPresent(object -> {
            Node label = object.root().at("metadata", "labels", ENFORCE);
            Optional<Level> level = Level.parse(label.scalar());
            if (level.isEmpty() || level.get().compareTo(wanted) < 0) {
              scene.broken(
                  object,
                  "metadata.labels[" + ENFORCE + "]",
                  label,
                  "is " + FieldClauses.shown(label),
                  "must be " + wanted.word());
            }
          });
    }
  }

  static void governed(Scene scene) {
    for (Workload workload : scene.cluster().workloads()) {
      if (Policies.of(scene.cluster(), workload).isEmpty()) {
        open(
            scene,
            workload,
            "no NetworkPolicy selects these pods: they may reach all, and all them");
      }
    }
  }

  static void egress(Scene scene) {
    direction(scene, "Egress");
    if (scene.profile().networkMode().equals("deny-all")) {
      outside(scene);
    }
  }

  static void ingress(Scene scene) {
    direction(scene, "Ingress");
  }

  /// Pods that no policy selects are the matter of [#governed].
  private static void direction(Scene scene, String direction) {
    String word = direction.toLowerCase(Locale.ROOT);
    for (Workload workload : scene.cluster().workloads()) {
      List<Manifest> policies = Policies.of(scene.cluster(), workload);
      if (policies.isEmpty()) {
        continue;
      }
      if (policies.stream().noneMatch(policy -> Policies.restricts(policy, direction))) {
        open(
            scene,
            workload,
            word
                + " is unrestricted: no NetworkPolicy that selects these pods has "
                + direction
                + " among its policyTypes (the mode 'disabled' leaves it out, and what is left out"
                + " is open)");
      }
      for (Manifest policy : policies) {
        if (Policies.rules(policy, direction).stream()
            .anyMatch(rule -> Policies.isOpen(rule, direction))) {
          open(
              scene,
              workload,
              word
                  + " is unrestricted: a rule of NetworkPolicy "
                  + policy.name()
                  + " allows everything");
        }
      }
    }
  }

  private static void open(Scene scene, Workload workload, String what) {
    scene.broken(
        scene.profile().mayBeOpen() ? Severity.INFO : scene.rule().severity(),
        workload.owner(),
        workload.metadataPath() + ".labels",
        workload.podMetadata().get("labels"),
        what,
        scene.profile().mayBeOpen()
            ? "is open in the profile " + scene.profile().name()
            : "must be restricted in the profile " + scene.profile().name(),
        Scope.WHOLE);
  }

  /// Where nothing may leave, an address range is a way out.
  private static void outside(Scene scene) {
    for (Manifest policy : Policies.all(scene.cluster())) {
      for (Node rule : Policies.rules(policy, "Egress")) {
        for (Node peer : rule.get("to").items()) {
          Node cidr = peer.at("ipBlock", "cidr");
          if (!cidr.isNull()) {
            scene.broken(
                policy,
                "spec.egress",
                cidr,
                "lets out to " + cidr.scalar(),
                "must let nothing out in the profile " + scene.profile().name());
          }
        }
      }
    }
  }
}
