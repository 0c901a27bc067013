// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a key says about its value, by the words in it: `dbPassword`, `API_KEY`, `token-file`.
final class KeyWords {
  private static final Set<String> PASSWORD =
      Set.of("password", "passwd", "pwd", "passphrase", "pass");
  private static final Set<String> SECRET =
      Set.of(
          "secret",
          "token",
          "apikey",
          "credential",
          "credentials",
          "hmac",
          "privatekey",
          "secretkey",
          "accesskey",
          "authtoken");

  /// With `key` behind them they name a secret.
  private static final Set<String> OF_KEYS =
      Set.of(
          "api",
          "access",
          "private",
          "secret",
          "encryption",
          "signing",
          "master",
          "hmac",
          "shared",
          "auth",
          "service");

  /// A last word that says the value is about the secret, not the secret.
  private static final Set<String> ABOUT =
      Set.of(
          "file",
          "files",
          "path",
          "paths",
          "dir",
          "directory",
          "url",
          "uri",
          "name",
          "names",
          "host",
          "port",
          "ttl",
          "expiry",
          "expiration",
          "expires",
          "expire",
          "timeout",
          "count",
          "size",
          "length",
          "enabled",
          "disabled",
          "ref",
          "reference",
          "id",
          "ids",
          "type",
          "policy",
          "algorithm",
          "alg",
          "header",
          "issuer",
          "audience",
          "realm",
          "namespace",
          "endpoint",
          "endpoints",
          "replicas",
          "class",
          "version",
          "mode",
          "provider",
          "store",
          "backend",
          "engine",
          "format",
          "prefix",
          "suffix",
          "rotation",
          "interval",
          "seconds",
          "minutes",
          "hours",
          "days",
          "limit",
          "max",
          "min",
          "mount",
          "volume",
          "location",
          "source",
          "key_id",
          "scope",
          "scopes",
          "required",
          "tokens",
          "email",
          "user",
          "username",
          "budget",
          "cache",
          "label",
          "labels",
          "field",
          "attribute",
          "method",
          "encoding");

  private static final Set<String> PUBLIC =
      Set.of(
          "public",
          "existing",
          "checksum",
          "digest",
          "sha",
          "sha256",
          "sha1",
          "md5",
          "hash",
          "fingerprint",
          "certificate",
          "cert",
          "ca",
          "crt",
          "revision",
          "version",
          "image",
          "uuid",
          "uid",
          "etag",
          "commit",
          "integrity",
          "bundle",
          "cabundle",
          "thumbprint");

  private final List<String> words;

  private KeyWords(List<String> words) {
    this.words = words;
  }

  static KeyWords of(String key) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    char before = ' ';
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean hump = Character.isUpperCase(c) && Character.isLowerCase(before);
      if (!Character.isLetterOrDigit(c) || hump) {
        flush(word, words);
      }
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      }
      before = c;
    }
    flush(word, words);
    return new KeyWords(words);
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }

  private String last() {
    return words.isEmpty() ? "" : words.getLast();
  }

  /// Whether the value should be a password, however it looks.
  boolean namesPassword() {
    return !isAbout() && words.stream().anyMatch(PASSWORD::contains);
  }

  /// Whether the value should be a secret that looks random.
  boolean namesSecret() {
    return !isAbout()
        && words.stream().noneMatch(PUBLIC::contains)
        && (words.stream().anyMatch(SECRET::contains) || namesKey());
  }

  /// Whether the value should be a key of a cipher or a MAC.
  boolean namesKey() {
    int key = words.indexOf("key");
    return key > 0 && OF_KEYS.contains(words.get(key - 1));
  }

  /// Whether the value is the key of a MAC or a cipher, which has to be long.
  boolean namesMacOrCipher() {
    return !isAbout()
        && (words.contains("hmac")
            || (words.contains("key")
                && (words.contains("encryption") || words.contains("signing")))
            || (words.contains("jwt") && words.contains("secret")));
  }

  /// Whether a value that looks random is known to be none of anybody's secrets.
  boolean isPublic() {
    return words.stream().anyMatch(PUBLIC::contains) || isAbout();
  }

  private boolean isAbout() {
    return ABOUT.contains(last()) || words.contains("existing");
  }
}
