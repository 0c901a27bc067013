// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Secrets that show by their shape what they are.
final class TokenShapes {
  /// How a token begins, how many letters and digits at least follow, and what it is.
  private record Shape(String prefix, int length, String what) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("AKIA", 16, "an AWS access key"),
          new Shape("ASIA", 16, "an AWS access key"),
          new Shape("ghp_", 30, "a GitHub token"),
          new Shape("gho_", 30, "a GitHub token"),
          new Shape("ghu_", 30, "a GitHub token"),
          new Shape("ghs_", 30, "a GitHub token"),
          new Shape("ghr_", 30, "a GitHub token"),
          new Shape("github_pat_", 30, "a GitHub token"),
          new Shape("glpat-", 18, "a GitLab token"),
          new Shape("xoxb-", 20, "a Slack token"),
          new Shape("xoxp-", 20, "a Slack token"),
          new Shape("xoxa-", 20, "a Slack token"),
          new Shape("sk-ant-", 20, "an Anthropic key"),
          new Shape("sk-proj-", 20, "an OpenAI key"),
          new Shape("sk-", 24, "a key of a model provider"),
          new Shape("sk_live_", 16, "a Stripe key"),
          new Shape("rk_live_", 16, "a Stripe key"),
          new Shape("AIza", 30, "a Google key"),
          new Shape("ya29.", 20, "a Google token"),
          new Shape("hvs.", 20, "a Vault token"),
          new Shape("npm_", 30, "an npm token"),
          new Shape("dckr_pat_", 20, "a Docker token"),
          new Shape("SG.", 40, "a SendGrid key"),
          new Shape("AGE-SECRET-KEY-", 40, "an age key"));

  private TokenShapes() {}

  /// What is in `text`, if anything shows itself.
  static Optional<String> in(String text) {
    int begin = text.indexOf("-----BEGIN ");
    if (begin >= 0 && text.indexOf("PRIVATE KEY-----", begin) > 0) {
      return Optional.of("a private key");
    }
    for (Shape shape : SHAPES) {
      int at = text.indexOf(shape.prefix);
      while (at >= 0) {
        if (isWordStart(text, at)
            && run(text, at + shape.prefix.length()) >= shape.length
            && !isRepeated(text, at + shape.prefix.length())) {
          return Optional.of(shape.what);
        }
        at = text.indexOf(shape.prefix, at + 1);
      }
    }
    return webToken(text).or(() -> password(text));
  }

  /// A web token: three parts, the first a header that names its algorithm.
  private static Optional<String> webToken(String text) {
    int at = text.indexOf("eyJ");
    while (at >= 0) {
      int end = at + run(text, at);
      int dot = text.indexOf('.', at);
      int second = dot < 0 ? -1 : text.indexOf('.', dot + 1);
      if (isWordStart(text, at)
          && second > 0
          && second < end
          && end - second > 10
          && decoded(text.substring(at, dot)).contains("\"alg\"")) {
        return Optional.of("a web token");
      }
      at = text.indexOf("eyJ", at + 1);
    }
    return Optional.empty();
  }

  private static String decoded(String part) {
    try {
      return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /// `scheme://user:password@host` with a password that stands there.
  private static Optional<String> password(String text) {
    int scheme = text.indexOf("://");
    while (scheme > 0) {
      int end = scheme + 3;
      while (end < text.length()
          && !Character.isWhitespace(text.charAt(end))
          && "/?#'\"<>".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String authority = text.substring(scheme + 3, end);
      int at = authority.lastIndexOf('@');
      int colon = authority.indexOf(':');
      if (colon >= 0
          && at > colon + 1
          && !Placeholders.isReference(authority.substring(colon + 1, at))) {
        return Optional.of("a password in a URL");
      }
      scheme = text.indexOf("://", scheme + 3);
    }
    return Optional.empty();
  }

  /// The password in the first URL that has one; empty without.
  static String urlPassword(String text) {
    int scheme = text.indexOf("://");
    int at = text.indexOf('@', Math.max(scheme, 0));
    int colon = scheme < 0 ? -1 : text.indexOf(':', scheme + 3);
    return colon > 0 && at > colon ? text.substring(colon + 1, at) : "";
  }

  private static boolean isWordStart(String text, int at) {
    return at == 0
        || !(Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '-');
  }

  private static int run(String text, int from) {
    int at = from;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at - from;
  }

  /// `sk-xxxxxxxx`, `AKIA0000`: what documents write instead of one.
  private static boolean isRepeated(String text, int from) {
    int end = from + run(text, from);
    return text.substring(from, end).chars().distinct().count() < 5;
  }
}
