// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
import dev.atom.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessConfigTest {
  private static final String LEAST =
      """
      listener:
        tls: {certificate: c.pem, key: k.pem}
      name: witness.example
      key-file: key.pem
      state: state
      logs:
        - {origin: atom.example/audit, vkeys: [a]}
      """;

  @TempDir Path folder;

  @Test
  void hasDefaultsForWhatNobodySays() throws IOException {
    var config = load(LEAST).orThrow().config();

    assertThat(config.listener().host()).isEqualTo("127.0.0.1");
    assertThat(config.listener().port()).isEqualTo(4200);
    assertThat(config.listener().tls().clientCa()).isEmpty();
  }

  @Test
  void mapsEveryKey() throws IOException {
    var config =
        load(LEAST.replace("listener:", "listener:\n  host: 0.0.0.0\n  port: 7")
                + "  - {origin: b, vkeys: [c, d]}\n")
            .orThrow()
            .config();

    assertThat(config.listener().port()).isEqualTo(7);
    assertThat(config.listener().host()).isEqualTo("0.0.0.0");
    assertThat(config.keyFile()).isEqualTo(folder.resolve("key.pem"));
    assertThat(config.state()).isEqualTo(folder.resolve("state"));
    assertThat(config.logs().getLast().vkeys()).containsExactly("c", "d");
  }

  @Test
  void refusesWhatWouldSeeNothing() throws IOException {
    assertThat(refusal(LEAST.replace("vkeys: [a]", "vkeys: []"))).contains("nothing could hold");
    assertThat(refusal(LEAST + "  - {origin: atom.example/audit, vkeys: [c]}\n"))
        .contains("stands there twice");
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    Path page = Path.of("..", "docs", "config", "witness.md");
    String wanted = ConfigPage.markdown("witness", WitnessConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private String refusal(String yaml) throws IOException {
    return switch (load(yaml)) {
      case Loaded<WitnessConfig> _ -> "was accepted";
      case Refused<WitnessConfig> refused -> refused.message();
    };
  }

  private ConfigResult<WitnessConfig> load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("witness.yaml"), yaml);
    return ConfigLoader.load(
        WitnessConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()));
  }
}
