// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.posture.manifest.BoolNode;
import dev.atom.posture.manifest.ListNode;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.NumberNode;
import dev.atom.posture.manifest.TextNode;

/// Values of manifests as JSON, as an API server would store them: without nulls.
final class JsonNodes {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private JsonNodes() {}

  static JsonNode of(Node node) {
    return switch (node) {
      case TextNode text -> MAKE.textNode(text.text());
      case BoolNode flag -> MAKE.booleanNode(flag.value());
      case NumberNode number -> MAKE.numberNode(number.integer().orElseThrow());
      case NullNode _ -> MAKE.nullNode();
      case ListNode list -> {
        var array = MAKE.arrayNode();
        list.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case MapNode map -> {
        var object = MAKE.objectNode();
        for (String key : map.keys()) {
          if (!map.get(key).isNull()) {
            object.set(key, of(map.get(key)));
          }
        }
        yield object;
      }
    };
  }
}
