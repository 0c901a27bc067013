// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.triage;

import java.util.regex.Pattern;

/// A shape by which a secret is known in text. Group 1, where there is one, is what stays.
///
/// Each pattern reads its text once: no repetition stands inside another.
enum Shape {
  PEM(
      "PEM block",
      "-----BEGIN [A-Z0-9 ]{1,60}-----(?s:.{0,20000}?)(?:-----END [A-Z0-9 ]{1,60}-----|\\z)"),
  JWT("JSON web token", "\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?"),
  AUTHORIZATION(
      "authorization header",
      "(?i)((?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?)[^\\r\\n\"']{1,4096}"),
  BEARER("bearer token", "(?i)\\b(bearer |basic )[A-Za-z0-9._~+/=-]{6,}"),
  AWS_KEY("AWS access key", "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b"),
  GITHUB("GitHub token", "\\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
  GITLAB("GitLab token", "\\bgl(?:pat|dt|rt|cbt|ptt|ft)-[A-Za-z0-9_-]{16,}"),
  SLACK("Slack token", "\\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{8,}"),
  SLACK_HOOK("Slack webhook", "https://hooks\\.slack\\.com/[A-Za-z0-9/_-]{10,}"),
  MODEL_KEY("model provider key", "\\bsk-[A-Za-z0-9_-]{16,}"),
  STRIPE("Stripe key", "\\b(?:sk|rk|pk|whsec)_(?:live|test)?_?[A-Za-z0-9]{16,}"),
  GOOGLE("Google key", "\\bAIza[A-Za-z0-9_-]{30,}|\\bya29\\.[A-Za-z0-9_-]{10,}"),
  VAULT("Vault token", "\\bhv[sbr]\\.[A-Za-z0-9_-]{16,}"),
  NPM("package registry token", "\\b(?:npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,})"),
  HUB("hub token", "\\b(?:dckr_pat_[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{20,})"),
  SENDGRID("SendGrid key", "\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}"),
  AGE("age key", "\\bAGE-SECRET-KEY-1[A-Z0-9]{50,}"),
  URL_PASSWORD(
      "password in a URL",
      "([a-zA-Z][a-zA-Z0-9+.-]{1,30}://[^\\s/:@]{0,200}:)[^\\s/@]{1,400}(?=@)"),
  NAMED(
      "value of a secret name",
      "(?i)([A-Za-z0-9_.-]{0,60}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key"
          + "|private[_-]?key|encryption[_-]?key|master[_-]?key|credential|signature|hmac)"
          + "[A-Za-z0-9_.-]{0,30}[\"']?\\s{0,4}[:=]\\s{0,4})"
          + "(?:\"[^\"\\r\\n]{1,4096}\"|'[^'\\r\\n]{1,4096}'|[^\\s\"',;&}\\]]{1,4096})"),
  NAMED_PAIR(
      "value of a secret name",
      "(?i)([\"']?name[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?[A-Za-z0-9_.-]{0,60}(?:passw(?:or)?d|secret"
          + "|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|credential|hmac)"
          + "[A-Za-z0-9_.-]{0,30}[\"']?\\s{0,4},?\\s{1,40}[\"']?value[\"']?\\s{0,4}[:=]\\s{0,4})"
          + "(?:\"[^\"\\r\\n]{1,4096}\"|'[^'\\r\\n]{1,4096}'|[^\\s,}]{1,4096})");

  private final String title;
  private final Pattern pattern;

  Shape(String title, String pattern) {
    this.title = title;
    this.pattern = Pattern.compile(pattern);
  }

  /// In words.
  String title() {
    return title;
  }

  Pattern pattern() {
    return pattern;
  }
}
