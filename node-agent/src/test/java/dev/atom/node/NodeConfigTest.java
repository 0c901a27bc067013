// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

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

final class NodeConfigTest {
  private static final String LEAST =
      """
      intake: {host: i.example, ca: ca.pem, api-key-file: k.txt, signing-key-file: s.pem}
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
    Path page = Path.of("..", "docs", "config", "node-agent.md");
    String wanted = ConfigPage.markdown("node-agent", NodeConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private ConfigResult<NodeConfig> load(String yaml) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(
        NodeConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()));
  }
}
