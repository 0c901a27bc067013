// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import java.util.List;

/// A token: its kind, its text (of a string: the decoded text), its place and whether blank space
/// stands before it, which matters for references and calls.
record Token(
    Kind kind, String text, int line, int column, int offset, boolean spaced, List<Piece> pieces) {
  enum Kind {
    NAME,
    KEYWORD,
    NUMBER,
    STRING,
    TEMPLATE,
    SYMBOL,
    END
  }

  /// A piece of a template string: text, or the source of a hole with its place.
  record Piece(String text, boolean hole, int line, int column) {}

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(symbol);
  }

  String shown() {
    return switch (kind) {
      case END -> "end of text";
      case STRING, TEMPLATE -> "string";
      default -> "'" + text + "'";
    };
  }
}
