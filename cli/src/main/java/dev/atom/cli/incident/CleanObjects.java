// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.TextNode;
import dev.atom.posture.triage.Redaction;
import java.util.Set;

/// Kubernetes objects as they may leave: no Secret, no values of variables, no copy of the object
/// in an annotation.
final class CleanObjects {
  private static final Set<String> EXCLUDED =
      Set.of("Secret", "SealedSecret", "TokenRequest", "TokenReview");

  /// Copies of whole objects, and who wrote which field.
  private static final Set<String> LEFT_OUT =
      Set.of("kubectl.kubernetes.io/last-applied-configuration", "managedFields");

  private CleanObjects() {}

  /// What is left.
  ///
  /// @param excluded how many objects were left out because of what they are
  /// @param unreadable what could not be read, without its text
  record Clean(String text, int excluded, int unreadable) {}

  static Clean of(String name, byte[] bytes) {
    var set = ManifestReader.usual().read(name, bytes);
    int excluded = 0;
    var text = new StringBuilder();
    for (Manifest manifest : set.manifests()) {
      if (EXCLUDED.contains(manifest.kind())) {
        excluded++;
        continue;
      }
      text.append(Json.pretty(json("", manifest.root()))).append('\n');
    }
    return new Clean(text.toString(), excluded, set.unreadable().size());
  }

  private static JsonNode json(String key, Node node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (node) {
      case MapNode map -> {
        ObjectNode object = Json.object();
        boolean variable = key.equals("env");
        for (String each : map.keys()) {
          if (LEFT_OUT.contains(each)) {
            continue;
          }
          boolean value = variable && each.equals("value");
          object.set(each, value ? make.textNode(Redaction.MARK) : json(each, map.get(each)));
        }
        yield object;
      }
      case ListNode list -> {
        ArrayNode array = make.arrayNode();
        // the elements of env are variables
        list.items().forEach(it -> array.add(json(key.equals("env") ? key : "", it)));
        yield array;
      }
      case TextNode(String text, _) -> make.textNode(text);
      case NumberNode _ -> make.textNode(node.scalar());
      case BoolNode _ -> make.booleanNode(node.isTrue());
      case NullNode _ -> make.nullNode();
    };
  }
}
