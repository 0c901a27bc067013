// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Builds the values of a JSON text, one document after the other.
///
/// Strict JSON: what is not is refused with its place. Stops at the first error of syntax; a key
/// that is there twice spoils its document only.
final class JsonTree {
  private final String file;
  private final String text;
  private final ReadBounds bounds;
  private final Words words;
  private final List<Unreadable> unreadable;
  private int at;
  private int line = 1;
  private int lineStart;
  private boolean broken;
  private boolean doubled;

  JsonTree(String file, String text, ReadBounds bounds, Words words, List<Unreadable> unreadable) {
    this.file = file;
    this.text = text;
    this.bounds = bounds;
    this.words = words;
    this.unreadable = unreadable;
  }

  /// Whether `text` begins as a JSON object does.
  static boolean looksLike(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return c == '{';
      }
    }
    return false;
  }

  /// The documents up to the first error.
  List<Node> documents() {
    var documents = new ArrayList<Node>();
    space();
    while (at < text.length() && !broken) {
      doubled = false;
      Node document = value(1);
      if (!broken && !doubled) {
        documents.add(document);
      }
      space();
    }
    return documents;
  }

  private Node value(int depth) {
    Place place = place();
    if (at >= text.length()) {
      return broken(place, "the text ends within a value");
    }
    if (depth > bounds.depthMax()) {
      return broken(place, "values are nested more than " + bounds.depthMax() + " deep");
    }
    return switch (text.charAt(at)) {
      case '{' -> object(place, depth);
      case '[' -> array(place, depth);
      case '"' -> new TextNode(words.same(string()), place);
      case 't' -> word("true", new BoolNode(true, place));
      case 'f' -> word("false", new BoolNode(false, place));
      case 'n' -> word("null", new NullNode(place, true));
      default -> number(place);
    };
  }

  private Node object(Place place, int depth) {
    var keys = new ArrayList<String>();
    var values = new ArrayList<Node>();
    Set<String> seen = HashSet.newHashSet(16);
    at++;
    space();
    if (peek('}')) {
      return new MapNode(keys, values, place);
    }
    while (!broken) {
      space();
      Place keyPlace = place();
      if (at >= text.length() || text.charAt(at) != '"') {
        return broken(keyPlace, "a key in double quotes is missing here");
      }
      String key = words.same(string());
      expect(':', "after a key");
      space();
      Node value = value(depth + 1);
      if (seen.add(key)) {
        keys.add(key);
        values.add(value);
      } else if (!broken && !doubled) {
        doubled = true;
        unreadable.add(new Unreadable(keyPlace, "the key " + Shown.key(key) + " is there twice"));
      }
      space();
      if (peek('}')) {
        break;
      }
      expect(',', "between two keys");
    }
    return new MapNode(keys, values, place);
  }

  private Node array(Place place, int depth) {
    var items = new ArrayList<Node>();
    at++;
    space();
    if (peek(']')) {
      return new ListNode(items, place);
    }
    while (!broken) {
      space();
      items.add(value(depth + 1));
      space();
      if (peek(']')) {
        break;
      }
      expect(',', "between two elements");
    }
    return new ListNode(items, place);
  }

  private boolean peek(char c) {
    if (!broken && at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c, String where) {
    space();
    if (!peek(c) && !broken) {
      broken(place(), "'" + c + "' is missing " + where);
    }
  }

  private Node word(String word, Node node) {
    if (!text.startsWith(word, at)) {
      return broken(place(), "this is no JSON value");
    }
    at += word.length();
    return node;
  }

  private Node number(Place place) {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String literal = text.substring(start, at);
    if (literal.isEmpty()
        || literal.charAt(0) == '+'
        || !(Scalars.plain(literal, place) instanceof NumberNode)) {
      return broken(place, "this is no JSON value");
    }
    return new NumberNode(words.same(literal), place);
  }

  /// The string that begins here; afterwards we stand behind its end.
  private String string() {
    int start = ++at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(new StringBuilder(text.substring(start, at)));
      }
      if (c < ' ') {
        broken(place(), "a control character in a string");
        return "";
      }
      at++;
    }
    broken(place(), "the text ends within a string");
    return "";
  }

  private String escaped(StringBuilder string) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        broken(place(), "a control character in a string");
        return "";
      }
      if (c != '\\') {
        string.append(c);
      } else if (!escape(string)) {
        return "";
      }
    }
    broken(place(), "the text ends within a string");
    return "";
  }

  private boolean escape(StringBuilder string) {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    switch (c) {
      case '"', '\\', '/' -> string.append(c);
      case 'b' -> string.append('\b');
      case 'f' -> string.append('\f');
      case 'n' -> string.append('\n');
      case 'r' -> string.append('\r');
      case 't' -> string.append('\t');
      case 'u' -> {
        int code = hex();
        if (code < 0) {
          broken(place(), "\\u needs four hexadecimal digits");
          return false;
        }
        string.append((char) code);
      }
      default -> {
        broken(place(), "no such escape in a string");
        return false;
      }
    }
    return true;
  }

  private int hex() {
    if (at + 4 > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
        lineStart = at + 1;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private Node broken(Place place, String why) {
    if (!broken) {
      unreadable.add(new Unreadable(place, "this is not JSON: " + why));
    }
    broken = true;
    return new NullNode(place, true);
  }

  private Place place() {
    return new Place(file, line, at - lineStart + 1);
  }
}
