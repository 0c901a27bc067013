// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntakeConfigTest {
  private static final String LEAST =
      """
      agents: {tls: {certificate: c.pem, key: k.pem}}
      api: {tls: {certificate: c.pem, key: k.pem}}
      database: {url: "postgresql://a@h/d", owner-url: "postgresql://o@h/d"}
      tenants: []
      """;

  @TempDir Path folder;

  @Test
  void theLeastIsEnough() throws IOException {
    assertThat(load(LEAST)).isInstanceOf(ConfigResult.Loaded.class);
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    assertThat(load(LEAST + "insecure: true\n")).isInstanceOf(ConfigResult.Refused.class);
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    Path page = Path.of("..", "docs", "config", "intake.md");
    String wanted = ConfigPage.markdown("intake", IntakeConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private ConfigResult<IntakeConfig> load(String yaml) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(
        IntakeConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()));
  }
}
