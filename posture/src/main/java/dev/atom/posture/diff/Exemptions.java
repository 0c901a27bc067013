// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.Node;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The exemptions of a file, whatever its form, reduced to what can be compared: a name, and all
/// that stands there in one order.
public final class Exemptions {
  private static final List<String> NAMES =
      List.of("id", "name", "profile", "endpoint", "check", "rule");

  private Exemptions() {}

  /// By name; those without get their number.
  public static SortedMap<String, String> of(List<Node> documents) {
    SortedMap<String, String> exemptions = new TreeMap<>();
    for (Node document : documents) {
      for (Node list :
          List.of(
              document.at("exceptions"),
              document.at("exemptions"),
              document.at("spec", "exemptions"))) {
        for (Node one : list.items()) {
          String name =
              NAMES.stream()
                  .map(key -> one.at(key).scalar())
                  .filter(it -> !it.isEmpty())
                  .collect(Collectors.joining(" "));
          String key = name.isEmpty() ? "number " + exemptions.size() : name;
          while (exemptions.containsKey(key)) {
            key += "'";
          }
          exemptions.put(key, Leaves.of(one).toString());
        }
      }
    }
    return exemptions;
  }
}
