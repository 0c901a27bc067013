// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.Set;
import java.util.TreeSet;

/// The secrets the pods of a workload get, and by which way.
public final class SecretUse {
  private final Set<String> uses = new TreeSet<>();

  private SecretUse() {}

  /// `secret NAME as volume`, `secret NAME key KEY as variable in container CONTAINER`, sorted.
  public static Set<String> of(Workload workload) {
    var found = new SecretUse();
    found.volumes(workload.podSpec().at("volumes"));
    workload.containers().forEach(found::variables);
    workload
        .podSpec()
        .at("imagePullSecrets")
        .items()
        .forEach(it -> found.add(it.at("name"), " to pull images"));
    return found.uses;
  }

  private void volumes(Node volumes) {
    for (Node volume : volumes.items()) {
      add(volume.at("secret", "secretName"), " as volume");
      for (Node source : volume.at("projected", "sources").items()) {
        add(source.at("secret", "name"), " as volume");
        if (!source.at("serviceAccountToken").isNull()) {
          uses.add("a token of its service account as volume");
        }
      }
      for (String driver : new String[] {"csi", "flexVolume", "cephfs", "rbd", "iscsi"}) {
        add(volume.at(driver, "nodePublishSecretRef", "name"), " for a volume");
        add(volume.at(driver, "secretRef", "name"), " for a volume");
      }
    }
  }

  private void variables(Container container) {
    String where = " in container " + container.name();
    for (Node from : container.node().at("envFrom").items()) {
      add(from.at("secretRef", "name"), " all keys as variables" + where);
    }
    for (Node variable : container.node().at("env").items()) {
      Node ref = variable.at("valueFrom", "secretKeyRef");
      add(ref.at("name"), " key " + ref.at("key").scalar() + " as variable" + where);
    }
  }

  private void add(Node name, String how) {
    if (!name.scalar().isEmpty()) {
      uses.add("secret " + name.scalar() + how);
    }
  }
}
