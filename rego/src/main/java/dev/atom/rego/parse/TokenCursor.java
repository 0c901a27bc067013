// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

import java.util.List;

/// A walk over tokens, with the errors that name what stands in the way.
abstract class TokenCursor {
  private static final int DEPTH_MAX = 200;

  final String file;
  private final List<Token> tokens;
  private int at;
  private int depth;

  TokenCursor(String file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  final Token peek() {
    return tokens.get(at);
  }

  final Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  final Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  final boolean accept(String symbol) {
    if (peek().is(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  final Token expect(String symbol) {
    if (!peek().is(symbol)) {
      throw unexpected("expected '" + symbol + "'");
    }
    return take();
  }

  /// A name, or a keyword where only a name can stand.
  final String name() {
    Token token = peek();
    if (token.kind() != Token.Kind.NAME && token.kind() != Token.Kind.KEYWORD) {
      throw unexpected("expected a name");
    }
    return take().text();
  }

  final int mark() {
    return at;
  }

  final void reset(int mark) {
    at = mark;
  }

  final int depth() {
    return depth;
  }

  final void reset(int mark, int depthThen) {
    at = mark;
    depth = depthThen;
  }

  /// The line the last taken token stands on.
  final int lastLine() {
    return at == 0 ? 0 : tokens.get(at - 1).line();
  }

  /// A name no other `_` has: its place in the file.
  static String wildcard(Position at) {
    return "$" + at.line() + ":" + at.column();
  }

  final void enter() {
    if (++depth > DEPTH_MAX) {
      throw fail(peek(), "nested deeper than " + DEPTH_MAX);
    }
  }

  final void leave() {
    depth--;
  }

  final Position position() {
    return position(peek());
  }

  final Position position(Token token) {
    return new Position(file, token.line(), token.column());
  }

  final RegoException unexpected(String wanted) {
    return fail(peek(), "unexpected " + peek().shown() + ": " + wanted);
  }

  final RegoException fail(Token token, String message) {
    return new RegoException(position(token), "rego_parse_error", message);
  }
}
