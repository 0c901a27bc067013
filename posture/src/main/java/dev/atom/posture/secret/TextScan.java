// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for secrets in a text of several lines: a file in a ConfigMap, a script in an argument.
/// Comments are no place for secrets to be found in, and code that fetches one is none.
public final class TextScan {
  private static final int FINDINGS_MAX = 20;

  private TextScan() {}

  /// A secret in a text.
  ///
  /// @param line the line in the text, from 1
  /// @param key the key that stands before it; empty for none
  /// @param what what it is
  /// @param value the secret itself: for digests, never to be shown
  public record Hit(int line, String key, String what, String value) {
    @Override
    public String toString() {
      return "Hit[" + line + " " + key + " " + what + "]";
    }
  }

  /// The secrets in `text`, the first twenty.
  public static List<Hit> in(String text) {
    List<Hit> hits = new ArrayList<>();
    int begin = text.indexOf("-----BEGIN ");
    if (begin >= 0 && text.indexOf("PRIVATE KEY-----", begin) > 0) {
      int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
      hits.add(new Hit(line, "", "a private key", text.substring(begin)));
    }
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (hits.size() < FINDINGS_MAX && !isComment(line)) {
        line(line, number).ifPresent(hits::add);
      }
    }
    return hits;
  }

  private static boolean isComment(String line) {
    String bare = line.stripLeading();
    return bare.startsWith("#")
        || bare.startsWith("//")
        || bare.startsWith(";")
        || bare.startsWith("*")
        || bare.startsWith("--")
        || bare.startsWith("<!--");
  }

  private static Optional<Hit> line(String line, int number) {
    int cut = line.indexOf(" #");
    String text = cut < 0 ? line : line.substring(0, cut);
    Optional<String> shape = TokenShapes.in(text).filter(what -> !what.equals("a private key"));
    if (shape.isPresent()) {
      return Optional.of(new Hit(number, "", shape.get(), text.strip()));
    }
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    int split = equals >= 0 && (colon < 0 || equals < colon) ? equals : colon;
    if (split <= 0) {
      return Optional.empty();
    }
    String key = lastWord(text.substring(0, split));
    String value = unquoted(text.substring(split + 1));
    return SecretDetector.detect(key, value).map(what -> new Hit(number, key, what, value));
  }

  private static String lastWord(String text) {
    String bare = unquoted(text);
    int space = bare.lastIndexOf(' ');
    return unquoted(bare.substring(space + 1));
  }

  private static String unquoted(String text) {
    String bare = text.strip();
    if (bare.endsWith(",") || bare.endsWith(";")) {
      bare = bare.substring(0, bare.length() - 1).strip();
    }
    if (bare.startsWith("- ")) {
      bare = bare.substring(2).strip();
    }
    if (bare.length() >= 2
        && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
        && bare.charAt(bare.length() - 1) == bare.charAt(0)) {
      return bare.substring(1, bare.length() - 1);
    }
    return bare;
  }
}
