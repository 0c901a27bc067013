// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import dev.atom.protocol.Fact.Relation;
import dev.atom.protocol.Fact.Resource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A change of what is known about a node.
///
/// @param operation what happened
/// @param fact what it happened to; for DELETE and HEARTBEAT only its id counts
public record Delta(Operation operation, Fact fact) {
  /// What happened to a fact.
  public enum Operation {
    /// It is new.
    CREATE(0),
    /// It differs from before.
    UPDATE(1),
    /// It is no more.
    DELETE(2),
    /// It is still so.
    HEARTBEAT(3);

    private final int code;

    Operation(int code) {
      this.code = code;
    }
  }

  /// The bytes of this message.
  public byte[] toBytes() {
    var out = new WireWriter(128);
    out.number(1, operation.code);
    boolean whole = operation == Operation.CREATE || operation == Operation.UPDATE;
    switch (fact) {
      case Resource resource -> {
        out.text(2, resource.id());
        if (whole) {
          resource(resource, out);
        }
      }
      case Relation relation -> {
        out.number(7, 1);
        out.text(2, relation.id());
        if (whole) {
          out.text(8, relation.subject());
          out.text(9, relation.predicate());
          out.text(10, relation.object());
        }
      }
    }
    return out.toBytes();
  }

  private static void resource(Resource resource, WireWriter out) {
    out.text(3, resource.kind());
    out.text(4, resource.namespace());
    out.text(5, resource.name());
    new TreeMap<>(resource.attributes())
        .forEach((name, value) -> {
          var entry = new WireWriter(name.length() + value.length() + 8);
          entry.text(1, name);
          entry.text(2, value);
          out.bytes(6, entry.toBytes());
        });
  }

  /// Reads what [#toBytes()] wrote.
  public static Delta parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    int operation = 0;
    boolean relation = false;
    String[] texts = new String[11];
    Arrays.fill(texts, "");
    Map<String, String> attributes = new TreeMap<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> operation = in.small(Operation.values().length - 1);
        case 2, 3, 4, 5, 8, 9, 10 -> texts[field] = in.text();
        case 6 -> attribute(in.message(), attributes);
        case 7 -> relation = in.number() != 0;
        default -> in.skip();
      }
    }
    if (texts[2].isEmpty()) {
      throw new MalformedMessageException("a fact without an id");
    }
    Fact fact =
        relation
            ? new Relation(texts[2], texts[8], texts[9], texts[10])
            : new Resource(texts[2], texts[3], texts[4], texts[5], attributes);
    return new Delta(Operation.values()[operation], fact);
  }

  private static void attribute(WireReader in, Map<String, String> attributes)
      throws MalformedMessageException {
    String name = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> value = in.text();
        default -> in.skip();
      }
    }
    attributes.put(name, value);
  }
}
