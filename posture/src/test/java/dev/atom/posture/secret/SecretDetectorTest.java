// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretDetectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | AKIAIOSFODNN7QWERTYU",
        "x | ghp_012345678901234567890123456789abcdef",
        "x | xoxb-1234567890-abcdefghijklmnop",
        "x | sk-ant-api03-abcDEF123456ghijklmnop",
        "x | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg",
        "x | -----BEGIN RSA PRIVATE KEY----- abc",
        "url | postgres://u:Sup3rS3cret@db/x",
        "DB_PASSWORD | hunter2",
        "API_KEY | 4f9a8b7c6d5e4f3a2b1c",
        "AUTH_TOKEN | Zm9vYmFyMTIzNDU2Nzg5",
        "anything | Xk29vLqPz7RtY3mWn8BcD4fGh6JsT1uQaE5oKiV0",
      })
  void theseAreSecrets(String key, String value) {
    assertThat(SecretDetector.detect(key, value)).isPresent();
  }

  /// What scanners are known to call secrets, to their users' grief.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS_SECRET_KEY_PATH | /etc/aws/key",
        "TOKEN_FILE | token.txt",
        "server-tokens | off",
        "server-tokens | 'false'",
        "admin_email | admin@example.org",
        "SECRET_NAME | my-application-credentials-2",
        "secretName | atom-credentials",
        "existingSecret | web-db-credentials-v12",
        "TOKEN_TTL | 3600s",
        "TOKEN_ISSUER | https://issuer.example.org/realms/a",
        "PASSWORD_MIN_LENGTH | 12",
        "PASSWORD | $(DB_PASSWORD)",
        "PASSWORD | '{{ .Values.password }}'",
        "KAFKA_SASL_PASSWORD | ''",
        "replicas | 3",
        "MAX_TOKENS | 4096",
        "checksum/config | 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "image | registry.example.org/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "id | 123e4567-e89b-12d3-a456-426614174000",
        "commit | 8f14e45fceea167a5a36dedd4bea2543aabbccdd",
        "JAVA_OPTS | -Xmx512m -XX:+UseG1GC -Dfoo.password.file=/x",
        "PRIMARY_KEY | customer_id",
        "KEY | value",
        "public_key | MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
        "url | https://user@example.org/x",
        "url | https://user:$(PASSWORD)@example.org/x",
        "doc | sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "path | usr/local/share/ca-certificates/Example_Root_CA_2024_G1",
        "PASS_THROUGH_MODE | all",
      })
  void theseAreNone(String key, String value) {
    assertThat(SecretDetector.detect(key, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_PASSWORD | changeme",
        "password | postgres",
        "api_key | <base64-encoded-key>",
        "HMAC_SECRET | 0123456789abcdef0123456789abcdef",
        "PLATFORM_HMAC_SECRET | short",
        "ENCRYPTION_KEY | YWJjZGVmZ2hpamtsbW5vcA==",
        "DATABASE_URL | postgres://postgres:postgres@db/x",
      })
  void theseAreWeak(String key, String value) {
    assertThat(Weakness.of(key, value)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_PASSWORD | kJ8xLq2vNw",
        "PLATFORM_HMAC_SECRET | 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "SIGNING_KEY_FILE | short",
        "HMAC_SECRET | $(HMAC)",
        "name | admin",
      })
  void theseAreNotWeak(String key, String value) {
    assertThat(Weakness.of(key, value)).isEmpty();
  }

  @Test
  void commentsAndCodeInAFileAreNoSecrets() {
    assertThat(
            TextScan.in(
                """
                # password: notreal12345
                // token = abcDEF123456ghiJKL
                password = os.environ["PASSWORD"]
                token: ${TOKEN}
                secret_file: /run/secrets/a
                log "the secret is out"
                """))
        .isEmpty();
  }

  @Test
  void secretsInAFileAreFoundWithTheirLine() {
    assertThat(
            TextScan.in(
                """
                a: b
                db.password=Zx91kqPPw2
                export API_TOKEN="abcDEF123456ghiJKL"
                  "secretKey": "Qw8rTy2uIo9pAs4d",
                key AKIAIOSFODNN7QWERTYU
                """))
        .extracting(TextScan.Hit::line)
        .containsExactly(2, 3, 4, 5);
  }

  @Test
  void aHitDoesNotShowItsValue() {
    assertThat(TextScan.in("password: Zx91kqPPw2").toString()).doesNotContain("Zx91kqPPw2");
  }
}
