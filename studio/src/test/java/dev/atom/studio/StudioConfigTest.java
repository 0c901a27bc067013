// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioConfigTest {
  private static final String LEAST =
      """
      listener: {tls: {certificate: c.pem, key: k.pem}}
      database: {url: "postgresql://a@h/d", migration-url: "postgresql://b@h/d"}
      tokens: {private-key: p.pem, public-key: q.pem}
      encryption-key: env:SEAL
      audit: {database-url: "postgresql://c@h/d", hmac-secret: env:CHAIN}
      """;

  @TempDir Path folder;

  @Test
  void whatIsNotSaidIsTheUsual() throws Exception {
    var config = load(LEAST).orThrow().config();

    assertThat(config.listener().host()).isEqualTo("127.0.0.1");
    assertThat(config.listener().port()).isEqualTo(3001);
    assertThat(config.database().connections()).isEqualTo(10);
    assertThat(config.tokens().agentLifetime()).isEqualTo(Duration.ofDays(90));
    assertThat(config.tokens().humanLifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.tokens().refreshLifetime()).isEqualTo(Duration.ofDays(7));
    assertThat(config.audit().timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.audit().listedRefusals()).isEqualTo(60);
    assertThat(config.bootstrap()).isEmpty();
    assertThat(config.accounts()).isEqualTo(new StudioConfig.Accounts(false, true));
    assertThat(config.defaultModels()).isEmpty();
  }

  @Test
  void everyKeyCanBeSaid() throws Exception {
    var config =
        load(LEAST
                    .replace("listener: {", "listener: {host: 0.0.0.0, port: 3443, ")
                    .replace("q.pem}", "q.pem, agent-lifetime: 30d, human-lifetime: 1h}")
                + """
                bootstrap: {admin-email: a@b.c, admin-password-file: first}
                accounts: {open-registration: true, enforce-password-change: false}
                default-models: [one, two]
                """)
            .orThrow()
            .config();

    assertThat(config.listener().port()).isEqualTo(3443);
    assertThat(config.tokens().agentLifetime()).isEqualTo(Duration.ofDays(30));
    assertThat(config.tokens().humanLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(config.bootstrap().orElseThrow().adminEmail()).isEqualTo("a@b.c");
    assertThat(config.accounts()).isEqualTo(new StudioConfig.Accounts(true, false));
    assertThat(config.defaultModels()).isEqualTo(List.of("one", "two"));
  }

  @Test
  void aLifetimeOutOfReasonIsRefused() throws Exception {
    var refused = load(LEAST.replace("q.pem}", "q.pem, human-lifetime: 30d}"));

    assertThat(((ConfigResult.Refused<StudioConfig>) refused).message()).contains("human-lifetime");
  }

  @Test
  void isDocumentedAsItIs() throws Exception {
    Path page = Path.of("..", "docs", "config", "studio.md");
    String wanted = ConfigPage.markdown("studio", StudioConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private ConfigResult<StudioConfig> load(String yaml) throws Exception {
    var file = Files.writeString(folder.resolve("studio.yaml"), yaml);
    return ConfigLoader.load(
        StudioConfig.class,
        ConfigSources.of(file)
            .withEnvironment(Map.of("SEAL", Studio.ENCRYPTION_KEY, "CHAIN", Studio.HMAC_SECRET)));
  }
}
