// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// How a list of connections is written. Each line is written when it comes, so that a list of any
/// length needs no memory.
public enum ConnectionFormat {
  /// `source => target : ports`, a line each.
  TEXT {
    @Override
    void line(Connection connection, boolean first, Consumer<String> out) {
      out.accept(connection.toString());
    }
  },
  /// An array of objects `src`, `dst`, `conn`.
  JSON {
    @Override
    void begin(Consumer<String> out) {
      out.accept("[");
    }

    @Override
    void line(Connection connection, boolean first, Consumer<String> out) {
      out.accept(
          (first ? "  {" : "  ,{")
              + "\"src\": "
              + JsonText.quoted(connection.source())
              + ", \"dst\": "
              + JsonText.quoted(connection.target())
              + ", \"conn\": "
              + JsonText.quoted(connection.ports().toString())
              + "}");
    }

    @Override
    void end(Consumer<String> out) {
      out.accept("]");
    }
  },
  /// `src,dst,conn`, quoted where a comma is inside.
  CSV {
    @Override
    void begin(Consumer<String> out) {
      out.accept("src,dst,conn");
    }

    @Override
    void line(Connection connection, boolean first, Consumer<String> out) {
      String ports = connection.ports().toString();
      out.accept(
          field(connection.source()) + "," + field(connection.target()) + "," + field(ports));
    }
  },
  /// A graph for Graphviz, an edge for each line.
  DOT {
    @Override
    void begin(Consumer<String> out) {
      out.accept("digraph {");
    }

    @Override
    void line(Connection connection, boolean first, Consumer<String> out) {
      out.accept(
          "  "
              + JsonText.quoted(connection.source())
              + " -> "
              + JsonText.quoted(connection.target())
              + " [label="
              + JsonText.quoted(connection.ports().toString())
              + "]");
    }

    @Override
    void end(Consumer<String> out) {
      out.accept("}");
    }
  };

  /// The format of this name.
  public static Optional<ConnectionFormat> of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "text", "txt" -> Optional.of(TEXT);
      case "json" -> Optional.of(JSON);
      case "csv" -> Optional.of(CSV);
      case "dot" -> Optional.of(DOT);
      default -> Optional.empty();
    };
  }

  void begin(Consumer<String> out) {}

  abstract void line(Connection connection, boolean first, Consumer<String> out);

  void end(Consumer<String> out) {}

  /// Writes all connections, a line of output at a time.
  public void write(Connectivity connectivity, Consumer<String> out) {
    begin(out);
    boolean[] first = {true};
    connectivity.tell(connection -> {
      line(connection, first[0], out);
      first[0] = false;
    });
    end(out);
  }

  private static String field(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }
}
