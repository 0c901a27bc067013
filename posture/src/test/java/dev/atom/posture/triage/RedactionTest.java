// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets of every shape, planted everywhere; and what must stay readable.
final class RedactionTest {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /// The shapes, each with a core that must be nowhere in what leaves. Made here, so that no file
  /// of the program holds one.
  static Stream<String> secrets() {
    return Stream.of(
        "AKIA" + upper(16),
        "ASIA" + upper(16),
        "ghp_" + random(36),
        "gho_" + random(36),
        "github_pat_" + random(22) + "_" + random(59),
        "glpat-" + random(20),
        "xoxb-" + digits(12) + "-" + digits(12) + "-" + random(24),
        "xapp-1-" + random(30),
        "sk-" + random(48),
        "sk-ant-api03-" + random(80),
        "sk-proj-" + random(60),
        "sk_live_" + random(24),
        "AIza" + random(35),
        "ya29." + random(60),
        "hvs." + random(24),
        "npm_" + random(36),
        "pypi-" + random(60),
        "dckr_pat_" + random(27),
        "hf_" + random(34),
        "SG." + random(22) + "." + random(43),
        "AGE-SECRET-KEY-1" + upper(58),
        "eyJ" + random(30) + "." + random(60) + "." + random(43),
        hex(64),
        hex(32),
        random(40),
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + random(64)
            + "\n"
            + random(64)
            + "\n-----END RSA PRIVATE KEY-----");
  }

  @ParameterizedTest
  @Feature("F1")
  @MethodSource("secrets")
  void aSecretOfAKnownShapeNeverLeavesWhereverItStands(String secret) {
    for (String place :
        List.of(
            "%s",
            "2026-11-22 12:00:00 INFO got %s from the vault",
            "{\"msg\":\"%s\",\"level\":\"info\"}",
            "curl -H 'X-Thing: %s' https://example.com",
            "GET /callback?code=%s&state=1",
            "    value: \"%s\"",
            "(%s)",
            "a=%s;b=2")) {
      assertGone(place.replace("%s", secret), secret);
    }
  }

  @ParameterizedTest
  @Feature("F1")
  @MethodSource("secrets")
  void aSecretInBase64NeverLeaves(String secret) {
    String encoded =
        Base64.getEncoder().encodeToString(("key: " + secret).getBytes(StandardCharsets.UTF_8));

    assertGone("  data: " + encoded, encoded);
  }

  @Test
  @Feature("F1")
  void whatIsTooShortToBeRandomIsReadInBase64() {
    String encoded =
        Base64.getEncoder().encodeToString("token=aaaaaaaa".getBytes(StandardCharsets.UTF_8));

    assertGone("got " + encoded + " there", encoded);
  }

  @ParameterizedTest
  @Feature("F1")
  @ValueSource(
      strings = {
        "password: %s",
        "DB_PASSWORD=%s",
        "\"api_key\": \"%s\"",
        "apiKey: '%s'",
        "client-secret = %s",
        "MINIO_SECRET_KEY: %s",
        "PLATFORM_HMAC_SECRET=%s",
        "private_key: %s",
        "Authorization: Bearer %s",
        "authorization: Basic %s",
        "Cookie: session=%s",
        "X-Api-Key: %s",
        "postgres://app:%s@db:5432/atom",
        "redis://:%s@cache:6379",
        "- name: API_TOKEN\n  value: %s",
        "{\"name\": \"DB_PASSWORD\", \"value\": \"%s\"}"
      })
  void aValueUnderTheNameOfASecretNeverLeaves(String place) {
    for (String secret : List.of("hunter2hunter2", "correct-horse-battery", "p4ss!w0rd")) {
      assertGone(place.replace("%s", secret), secret);
    }
  }

  @Test
  @Feature("F1")
  void nothingThatWasCleanedStillLooksLikeASecret() {
    List<String> secrets = secrets().toList();
    for (int seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      List<String> planted = new ArrayList<>();
      var text = new StringBuilder();
      for (int line = 0; line < 20; line++) {
        text.append("word ".repeat(random.nextInt(4)));
        if (random.nextBoolean()) {
          String secret = secrets.get(random.nextInt(secrets.size()));
          planted.add(secret);
          text.append(List.of("token=", "", "x: ", "\"", "://u:").get(random.nextInt(5)));
          text.append(secret);
        }
        text.append(List.of("\n", " ", ", ", "\"\n").get(random.nextInt(4)));
      }

      String clean = Redaction.clean(text.toString());

      assertThat(Redaction.leaks(clean)).as("seed %s: %s", seed, clean).isEmpty();
      planted.forEach(it -> assertThat(clean).doesNotContain(it));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: registry.example/web@sha256:"
            + "0f3c5bb0e2c4f7a0d1e8b9a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7",
        "uid: 7f3b1c9e-2d4a-4b6c-8e1f-0a9b8c7d6e5f",
        "pod agent-7d9f8b6c5-x2z4q restarted 3 times",
        "automountServiceAccountToken: false",
        "secretName: atom-jwt-keys is mounted at /etc/atom",
        "2026-11-22T12:00:00.123Z ERROR dev.atom.gate.GatePipeline connection refused",
        "kubernetes.io/metadata.name: atom-system",
        "the key to the door, the secret of success, a token of thanks",
        "horizontalpodautoscalers.autoscaling/agent-one-horizontal-autoscaler"
      })
  void ordinaryTextStays(String text) {
    if (!text.startsWith("secretName")) {
      assertThat(Redaction.clean(text)).isEqualTo(text);
    }
    assertThat(Redaction.isClean(Redaction.clean(text))).isTrue();
  }

  @Test
  @Feature("E30")
  void whatIsFoundIsNamedByShapeAndLineNotByValue() {
    String secret = "AKIA" + upper(16);

    assertThat(Redaction.leaks("one\ntwo " + secret + "\n"))
        .containsExactly(new Redaction.Leak("AWS access key", 2));
  }

  private static void assertGone(String text, String secret) {
    String clean = Redaction.clean(text);
    for (String line : secret.split("\n")) {
      if (!line.startsWith("-----")) {
        assertThat(clean).as(text).doesNotContain(line);
      }
    }
    assertThat(Redaction.leaks(clean)).as(clean).isEmpty();
    assertThat(Redaction.isClean(text)).as(text).isFalse();
  }

  private static String random(int length) {
    var random = new SplittableRandom(length);
    var text = new StringBuilder("aB3");
    while (text.length() < length) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static String upper(int length) {
    return random(length).toUpperCase(java.util.Locale.ROOT);
  }

  private static String digits(int length) {
    return "123456789012345".substring(0, length);
  }

  private static String hex(int length) {
    var random = new SplittableRandom(length);
    var text = new StringBuilder("a1");
    while (text.length() < length) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}
