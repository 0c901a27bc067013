// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.LiveObjects;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.ReadBounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The objects that a cluster has, listed by the `kubectl` of this machine, which has the
/// credentials. Only lists are asked for; nothing is changed.
final class ClusterSource {
  /// What changes by itself, says nothing about posture, or repeats what other objects say.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "events",
          "events.events.k8s.io",
          "leases.coordination.k8s.io",
          "componentstatuses",
          "endpoints",
          "endpointslices.discovery.k8s.io",
          "controllerrevisions.apps",
          "csinodes.storage.k8s.io",
          "csistoragecapacities.storage.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "apiservices.apiregistration.k8s.io",
          "ipaddresses.networking.k8s.io");

  private static final ReadBounds BOUNDS = new ReadBounds(1L << 30, 200, 0, 1);

  private ClusterSource() {}

  /// What the cluster of `context` has, the current one when it is empty; in `namespaces`, or all
  /// but the system's own when there are none.
  static ManifestSet read(String context, List<String> namespaces, Console console) {
    return LiveObjects.own(all(context, console), Set.copyOf(namespaces));
  }

  /// All that the cluster of `context` has: running pods beside their owners, the system's own,
  /// too.
  static ManifestSet all(String context, Console console) {
    Tool kubectl =
        Tool.find("kubectl", "ATOM_KUBECTL", console)
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.DEPENDENCY_UNAVAILABLE,
                    "--cluster needs the program kubectl: put it on the PATH, or name it in"
                        + " ATOM_KUBECTL"));
    List<String> to = context.isEmpty() ? List.of() : List.of("--context", context);
    String kinds = kinds(kubectl, to);
    List<String> arguments = new ArrayList<>(List.of("get", kinds, "--all-namespaces"));
    arguments.addAll(List.of("--output", "json", "--ignore-not-found"));
    arguments.addAll(to);
    byte[] listed = kubectl.run(arguments);
    return new ManifestReader(BOUNDS, "default").read("cluster", listed);
  }

  private static String kinds(Tool kubectl, List<String> to) {
    List<String> arguments =
        new ArrayList<>(List.of("api-resources", "--verbs=list", "--output", "name"));
    arguments.addAll(to);
    String names = new String(kubectl.run(arguments), StandardCharsets.UTF_8);
    List<String> kinds =
        names
            .lines()
            .map(String::strip)
            .filter(name -> !name.isEmpty() && !LEFT_OUT.contains(name))
            .filter(name -> !name.endsWith(".metrics.k8s.io"))
            .sorted()
            .toList();
    if (kinds.isEmpty()) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "the cluster names no kind of object that it lists");
    }
    return String.join(",", kinds);
  }
}
