// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.triage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of text that is about to leave, and finds those that are still in it.
///
/// What it takes for a secret: known token shapes, values under names of secrets, PEM blocks,
/// passwords in URLs, the same in base64, and long runs too random to be words. It errs on the side
/// of taking too much; digests after `sha256:` and UUIDs stay.
public final class Redaction {
  /// What stands where a secret was.
  public static final String MARK = "[REDACTED]";

  private static final int RANDOM_LEAST = 24;
  private static final int HEX_LEAST = 32;
  private static final double BITS_LEAST = 3.5;
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_=-]{20,}");
  private static final Pattern BETWEEN = Pattern.compile("[=/_-]");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int DECODED_LEAST = 8;

  private Redaction() {}

  /// A secret that is still there.
  ///
  /// @param shape what it looks like
  /// @param line where, from 1
  public record Leak(String shape, int line) {}

  /// The text without its secrets.
  public static String clean(String text) {
    String clean = text;
    for (Shape shape : Shape.values()) {
      clean = shape.pattern().matcher(clean).replaceAll(Redaction::replacement);
    }
    String shaped = clean;
    return RUN.matcher(shaped)
        .replaceAll(it -> Matcher.quoteReplacement(run(it.group(), isDigest(shaped, it.start()))));
  }

  /// Whether nothing in the text looks like a secret.
  public static boolean isClean(String text) {
    return leaks(text).isEmpty();
  }

  /// What looks like a secret, in the order it stands.
  public static List<Leak> leaks(String text) {
    List<Leak> leaks = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      shape
          .pattern()
          .matcher(text)
          .results()
          .filter(it -> !isMarked(it))
          .forEach(it -> leaks.add(new Leak(shape.title(), line(text, it.start()))));
    }
    RUN.matcher(text)
        .results()
        .filter(it -> !run(it.group(), isDigest(text, it.start())).equals(it.group()))
        .forEach(it -> leaks.add(new Leak("random text", line(text, it.start()))));
    leaks.sort(java.util.Comparator.comparingInt(Leak::line).thenComparing(Leak::shape));
    return List.copyOf(leaks);
  }

  private static boolean isMarked(MatchResult match) {
    String rest =
        match.groupCount() == 0 ? match.group() : match.group().substring(kept(match).length());
    return rest.contains(MARK)
        || MARK.startsWith(rest.replace("\"", "").replace("'", ""))
        || isReference(rest);
  }

  private static String replacement(MatchResult match) {
    String kept = kept(match);
    String taken = match.group().substring(kept.length());
    if (isMarked(match)) {
      return Matcher.quoteReplacement(match.group());
    }
    String quote = taken.startsWith("\"") ? "\"" : taken.startsWith("'") ? "'" : "";
    return Matcher.quoteReplacement(kept + quote + MARK + quote);
  }

  private static String kept(MatchResult match) {
    return match.groupCount() == 0 || match.group(1) == null ? "" : match.group(1);
  }

  /// What stands under the name of a secret and is none: nothing, a number of seconds, a flag, the
  /// beginning of a mapping.
  private static boolean isReference(String value) {
    String bare = value.replace("\"", "").replace("'", "").strip();
    return bare.isEmpty()
        || bare.equals("{")
        || bare.equals("[")
        || bare.equals("{}")
        || bare.equals("null")
        || bare.equals("true")
        || bare.equals("false")
        || bare.equals("<none>")
        || bare.equals("|");
  }

  private static boolean isDigest(String text, int start) {
    return text.startsWith("sha256:", start - "sha256:".length())
        || text.startsWith("sha512:", start - "sha512:".length());
  }

  private static String run(String text, boolean digest) {
    if (digest || UUID.matcher(text).matches() || text.contains("REDACTED")) {
      return text;
    }
    boolean secret =
        isRandom(text)
            || hidesSecret(text)
            || BETWEEN.splitAsStream(text).anyMatch(Redaction::isRandom);
    return secret ? MARK : text;
  }

  private static boolean isRandom(String text) {
    boolean hex = !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    if (hex) {
      return text.length() >= HEX_LEAST;
    }
    boolean upper = text.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    boolean lower = text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
    return text.length() >= RANDOM_LEAST && upper && lower && digit && bits(text) >= BITS_LEAST;
  }

  /// Whether the run is base64 of text that is no longer clean once it can be read.
  private static boolean hidesSecret(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      String inner = new String(bytes, StandardCharsets.UTF_8);
      return inner.length() >= DECODED_LEAST
          && inner
              .chars()
              .noneMatch(c -> c == 0xFFFD || (c < ' ' && c != '\n' && c != '\t' && c != '\r'))
          && knownShape(inner);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean knownShape(String inner) {
    for (Shape shape : Shape.values()) {
      if (shape.pattern().matcher(inner).find()) {
        return true;
      }
    }
    return false;
  }

  /// Shannon's entropy, in bits a character.
  private static double bits(String text) {
    int[] counts = new int[128];
    text.chars().forEach(c -> counts[c & 127]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / text.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  private static int line(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
