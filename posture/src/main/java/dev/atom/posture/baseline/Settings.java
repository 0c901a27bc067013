// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.HashMap;
import java.util.Map;

/// The settings of programs as objects carry them: variables, arguments, ConfigMaps.
final class Settings {
  private Settings() {}

  /// Takes one setting.
  @FunctionalInterface
  interface Taker {
    /// @param where the object and the key
    void take(String where, String name, String value);
  }

  static void each(World world, Taker taker) {
    for (Workload workload : world.cluster().workloads()) {
      for (Container container : workload.containers()) {
        String where = World.name(workload) + " container " + container.name() + " ";
        names(container).forEach((name, value) -> taker.take(where + name, name, value));
        for (Node word : container.node().at("args").items()) {
          taker.take(where + "args", "", word.scalar());
        }
      }
    }
    for (Manifest map : world.kind("ConfigMap")) {
      Node data = map.root().at("data");
      for (String key : data.keys()) {
        String where = "ConfigMap " + map.namespace() + "/" + map.name() + " key " + key;
        taker.take(where, key, data.get(key).scalar());
      }
    }
  }

  /// The variables of a container; the value of one from elsewhere is empty.
  static Map<String, String> names(Container container) {
    Map<String, String> names = new HashMap<>();
    for (Node variable : container.node().at("env").items()) {
      names.put(variable.at("name").scalar(), variable.at("value").scalar());
    }
    return names;
  }
}
