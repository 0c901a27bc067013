// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts source text into tokens.
final class Lexer {
  private static final Set<String> KEYWORDS =
      Set.of(
          "package",
          "import",
          "as",
          "default",
          "else",
          "some",
          "every",
          "in",
          "if",
          "contains",
          "not",
          "with",
          "null",
          "true",
          "false");
  private static final String[] SYMBOLS = {
    ":=", "==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "(", ")", "[",
    "]", "{", "}", ",", ";", ":", "."
  };

  private final String file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line;
  private int lineStart;

  Lexer(String file, String text, int line, int column) {
    this.file = file;
    this.text = text;
    this.line = line;
    this.lineStart = 1 - column;
  }

  List<Token> tokens() {
    while (true) {
      int before = at;
      blank();
      boolean spaced = at > before || at == 0;
      if (at >= text.length()) {
        add(Token.Kind.END, "", spaced, at);
        return tokens;
      }
      next(spaced);
    }
  }

  private void next(boolean spaced) {
    int start = at;
    char c = text.charAt(at);
    if (Character.isLetter(c) || c == '_') {
      name(spaced);
    } else if (c >= '0' && c <= '9') {
      number(spaced);
    } else if (c == '"') {
      var token = mark(spaced);
      token.add(Token.Kind.STRING, quoted());
    } else if (c == '`') {
      var token = mark(spaced);
      token.add(Token.Kind.STRING, raw());
    } else if (c == '$' && (ahead(1) == '"' || ahead(1) == '`')) {
      template(spaced);
    } else {
      for (String symbol : SYMBOLS) {
        if (text.startsWith(symbol, at)) {
          at += symbol.length();
          add(Token.Kind.SYMBOL, symbol, spaced, start);
          return;
        }
      }
      throw fail("illegal character '" + c + "'");
    }
  }

  private void name(boolean spaced) {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(start, at);
    add(isKeyword(name) ? Token.Kind.KEYWORD : Token.Kind.NAME, name, spaced, start);
  }

  /// A keyword right after a dot, or right before one, is a plain name: `foo.default`, `with.foo`.
  private boolean isKeyword(String name) {
    if (!KEYWORDS.contains(name)) {
      return false;
    }
    boolean afterDot = !tokens.isEmpty() && tokens.getLast().is(".");
    boolean beforeDot = ahead(0) == '.' && (Character.isLetter(ahead(1)) || ahead(1) == '_');
    return !afterDot && !beforeDot;
  }

  private void number(boolean spaced) {
    int start = at;
    digits();
    if (text.charAt(start) == '0' && at - start > 1) {
      throw fail("number with a leading zero");
    }
    if (ahead(0) == '.' && Character.isDigit(ahead(1))) {
      at++;
      digits();
    }
    char e = ahead(0);
    if (e == 'e' || e == 'E') {
      at += ahead(1) == '+' || ahead(1) == '-' ? 2 : 1;
      digits();
    }
    if (Character.isLetter(ahead(0)) || ahead(0) == '_') {
      throw fail("illegal number");
    }
    add(Token.Kind.NUMBER, text.substring(start, at), spaced, start);
  }

  private void digits() {
    while (ahead(0) >= '0' && ahead(0) <= '9') {
      at++;
    }
  }

  private String quoted() {
    var out = new StringBuilder();
    at++;
    while (ahead(0) != '"') {
      if (at >= text.length() || ahead(0) == '\n') {
        throw fail("string without end");
      }
      character(out, false);
    }
    at++;
    return out.toString();
  }

  private String raw() {
    int end = text.indexOf('`', at + 1);
    if (end < 0) {
      throw fail("raw string without end");
    }
    String inside = text.substring(at + 1, end);
    for (at++; at < end; at++) {
      newline();
    }
    at++;
    return inside;
  }

  /// Reads one character of a quoted string, or an escape.
  private void character(StringBuilder out, boolean braces) {
    char c = text.charAt(at++);
    if (c != '\\') {
      if (c < 0x20 && c != '\t') {
        throw fail("control character in string");
      }
      out.append(c);
      return;
    }
    char escaped = ahead(0);
    at++;
    switch (escaped) {
      case '"', '\\', '/' -> out.append(escaped);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
          throw fail("illegal unicode escape");
        }
        out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
        at += 4;
      }
      default -> {
        if (!braces || escaped != '{') {
          throw fail("illegal escape '\\" + escaped + "'");
        }
        out.append('{');
      }
    }
  }

  private void template(boolean spaced) {
    var token = mark(spaced);
    at++;
    char end = text.charAt(at++);
    var pieces = new ArrayList<Token.Piece>();
    var out = new StringBuilder();
    while (ahead(0) != end) {
      if (at >= text.length() || (end == '"' && ahead(0) == '\n')) {
        throw fail("string without end");
      }
      if (ahead(0) == '{') {
        pieces.add(new Token.Piece(out.toString(), false, 0, 0));
        out.setLength(0);
        pieces.add(hole());
      } else if (end == '"') {
        character(out, true);
      } else if (ahead(0) == '\\' && ahead(1) == '{') {
        out.append('{');
        at += 2;
      } else {
        newline();
        out.append(text.charAt(at++));
      }
    }
    at++;
    pieces.add(new Token.Piece(out.toString(), false, 0, 0));
    tokens.add(
        new Token(Token.Kind.TEMPLATE, "", token.line, token.column, token.offset, spaced, pieces));
  }

  /// The source between `{` and its `}`, found by cutting tokens, so that strings inside count.
  private Token.Piece hole() {
    at++;
    int startLine = line;
    int startColumn = at - lineStart + 1;
    int start = at;
    int outer = tokens.size();
    int open = 1;
    while (true) {
      blank();
      if (at >= text.length()) {
        throw fail("string without end");
      }
      next(true);
      Token last = tokens.getLast();
      open += last.is("{") ? 1 : last.is("}") ? -1 : 0;
      if (open == 0) {
        tokens.subList(outer, tokens.size()).clear();
        return new Token.Piece(text.substring(start, at - 1), true, startLine, startColumn);
      }
    }
  }

  private void blank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        newline();
        at++;
      } else if (c == '\uFEFF' && at == 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private void newline() {
    if (text.charAt(at) == '\n') {
      line++;
      lineStart = at + 1;
    }
  }

  private char ahead(int distance) {
    return at + distance < text.length() ? text.charAt(at + distance) : '\0';
  }

  private void add(Token.Kind kind, String shown, boolean spaced, int start) {
    tokens.add(new Token(kind, shown, line, start - lineStart + 1, start, spaced, List.of()));
  }

  private Mark mark(boolean spaced) {
    return new Mark(line, at - lineStart + 1, at, spaced);
  }

  private RegoException fail(String message) {
    return new RegoException(
        new Position(file, line, at - lineStart + 1), "rego_parse_error", message);
  }

  /// Where a token that may span lines began.
  private final class Mark {
    private final int line;
    private final int column;
    private final int offset;
    private final boolean spaced;

    Mark(int line, int column, int offset, boolean spaced) {
      this.line = line;
      this.column = column;
      this.offset = offset;
      this.spaced = spaced;
    }

    void add(Token.Kind kind, String content) {
      tokens.add(new Token(kind, content, line, column, offset, spaced, List.of()));
    }
  }
}
