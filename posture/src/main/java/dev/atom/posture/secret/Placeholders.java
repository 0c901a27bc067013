// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.Locale;
import java.util.Set;

/// Values that stand for others: references that something fills in, and words that somebody should
/// have replaced.
final class Placeholders {
  private static final Set<String> WORDS =
      Set.of(
          "changeme",
          "change-me",
          "change_me",
          "changeit",
          "password",
          "passwd",
          "password1",
          "password123",
          "secret",
          "supersecret",
          "admin",
          "admin123",
          "root",
          "guest",
          "test",
          "testing",
          "example",
          "dummy",
          "default",
          "placeholder",
          "replaceme",
          "replace-me",
          "replace_me",
          "todo",
          "tbd",
          "fixme",
          "none",
          "null",
          "postgres",
          "minio",
          "minioadmin",
          "minio123",
          "redis",
          "letmein",
          "qwerty",
          "123456",
          "12345678",
          "123456789",
          "foobar",
          "yourpassword",
          "your-password",
          "your_password",
          "mysecret",
          "my-secret",
          "insecure",
          "notsecure",
          "s3cr3t",
          "pass",
          "token",
          "apikey",
          "atom",
          "user",
          "grafana",
          "prom-operator");

  private Placeholders() {}

  /// Whether something else will be there: `$(NAME)`, `${NAME}`, `{{ .Values.x }}`.
  static boolean isReference(String value) {
    return value.isEmpty()
        || value.startsWith("$")
        || value.contains("${")
        || value.contains("$(")
        || value.contains("{{");
  }

  /// Whether somebody should have written something else: `changeme`, `<your key>`, `xxxx`.
  static boolean isPlaceholder(String value) {
    String bare = value.strip().toLowerCase(Locale.ROOT);
    return WORDS.contains(bare)
        || (bare.startsWith("<") && bare.endsWith(">"))
        || bare.startsWith("changeme")
        || bare.startsWith("change-me")
        || bare.startsWith("replace-me")
        || bare.startsWith("replace_me")
        || bare.contains("your-")
        || bare.contains("your_")
        || (bare.length() >= 3 && bare.chars().distinct().count() == 1);
  }
}
