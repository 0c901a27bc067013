// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import static dev.atom.posture.contract.Judging.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Manifests;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretChecksTest {
  private static final String PLANTED = "kJ8xLq2vNwT7";

  private static final String CONFIG =
      "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: DEBUG, value: \"false\" | name: DB_PASSWORD, value: kJ8xLq2vNwT7 | SECRET-001 |"
            + " spec.template.spec.containers[main].env[DB_PASSWORD].value",
        "args: [serve] | args: [--password=kJ8xLq2vNwT7] | SECRET-002 |"
            + " spec.template.spec.containers[main].args[0]",
        "args: [serve] | args: [--password, kJ8xLq2vNwT7] | SECRET-002 |"
            + " spec.template.spec.containers[main].args[1]",
        "args: [serve] | command: [sh, -c, 'DB_PASSWORD=kJ8xLq2vNwT7 serve'] | SECRET-002 |"
            + " spec.template.spec.containers[main].command[2]",
        "{labels: {app: web}} | {annotations: {db.password: kJ8xLq2vNwT7}, labels: {app: web}} |"
            + " SECRET-003 | spec.template.metadata.annotations[db.password]",
      })
  @Feature("E14")
  void aSecretPlantedInAPodIsFoundAndNotShown(String from, String to, String rule, String path) {
    String planted = CLEAN.replace(from, to);
    assertThat(planted).contains(PLANTED);

    List<Finding> found = Judging.findings("prod", planted);

    assertThat(found).extracting(Finding::rule).containsExactly(rule);
    assertThat(found).extracting(Finding::fieldPath).containsExactly(path);
    assertThat(found.toString()).doesNotContain(PLANTED);
  }

  @Test
  @Feature("E14")
  void aSecretPlantedInAConfigMapIsFoundByValueAndKey() {
    String base64 =
        Base64.getEncoder()
            .encodeToString(("a: b\npassword: " + PLANTED).getBytes(StandardCharsets.UTF_8));
    String planted =
        CLEAN
            + CONFIG
            + "data:\n  server-tokens: 'off'\n  app.yaml: |\n    # password: none\n    db: {}\n"
            + "    password: "
            + PLANTED
            + "\n  api-key: Zx8Lq2vNwT7aa1\n"
            + "binaryData: {f: "
            + base64
            + "}\n";

    List<Finding> found = Judging.findings("prod", planted);

    assertThat(found)
        .extracting(Finding::fieldPath)
        .containsExactly("binaryData[f]", "data[api-key]", "data[app.yaml]");
    assertThat(found).allMatch(f -> f.rule().equals("SECRET-004"));
    assertThat(found.toString()).doesNotContain(PLANTED).doesNotContain("Zx8Lq2");
  }

  @Test
  @Feature("E14")
  void wordsInCommentsAndHarmlessKeysAreNotFound() {
    String harmless =
        CLEAN
            + CONFIG
            + """
            data:
              token-file: /run/token
              password_policy: "min=12"
              nginx.conf: |
                # the secret password is kept elsewhere: kJ8xLq2vNwT7
                server_tokens off;
                ssl_certificate_key /etc/tls/tls.key;
            """;

    assertThat(Judging.findings("prod", harmless)).isEmpty();
  }

  @Test
  @Feature("E34")
  void placeholdersAndShortKeysInSecretsAreRefused() {
    String secret =
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: s, namespace: shop}
        stringData: {DB_PASSWORD: changeme, PLATFORM_HMAC_SECRET: tooshort, ok: x}
        """;

    assertThat(Judging.findings("prod", CLEAN + secret))
        .filteredOn(f -> f.rule().equals("SECRET-006"))
        .extracting(Finding::fieldPath)
        .containsExactly("stringData[DB_PASSWORD]", "stringData[PLATFORM_HMAC_SECRET]");
  }

  @Test
  void secretsAmongManifestsAreToldOnlyOfARepository() {
    String secret =
        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\ndata: {k: djE=}\n";
    Contract contract = Contract.shipped();
    var live = new PostureEvaluation(contract, contract.profile("prod").orElseThrow(), false);

    assertThat(Judging.findings("prod", CLEAN + secret))
        .extracting(Finding::rule)
        .containsExactly("SECRET-008");
    assertThat(live.judge(Cluster.of(Manifests.of(CLEAN + secret)))).isEmpty();
  }
}
