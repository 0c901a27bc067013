// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.ByteSize;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
import dev.atom.config.ConfigSources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LlmConfigTest {
  private static final String LEAST =
      """
      listener:
        tls: {certificate: c.pem, key: k.pem, client-ca: ca.pem}
      encryption-key: file:key
      audit: {database-url: "postgresql://a@h/atom", hmac-secret: file:hmac}
      providers:
        - {name: offline, kind: offline, models: [offline]}
      """;

  @TempDir Path folder;

  @Test
  void hasDefaultsForWhatNobodySays() throws IOException {
    LlmConfig config = load(LEAST).orThrow().config();

    assertThat(config.listener().host()).isEqualTo("127.0.0.1");
    assertThat(config.listener().port()).isEqualTo(4000);
    assertThat(config.listener().allowedClients()).containsExactly("gate");
    assertThat(config.limits())
        .isEqualTo(new LlmConfig.Limits(ByteSize.parse("10MiB"), 1024, Duration.ofSeconds(20)));
    assertThat(config.audit().appendTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.providers().getFirst().timeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void mapsEveryKey() throws IOException {
    LlmConfig config =
        load(LEAST
                + """
                  - name: remote
                    kind: openai-compatible
                    base-url: https://api.example/v1
                    api-key: file:api
                    ca: own-ca.pem
                    plain-http: true
                    timeout: 5s
                    models: [a, "*"]
                limits: {body: 2MiB, connections: 7, drain: 1s}
                """)
            .orThrow()
            .config();

    ProviderConfig remote = config.providers().getLast();
    assertThat(remote.baseUrl()).contains(URI.create("https://api.example/v1"));
    assertThat(remote.apiKey().orElseThrow().reveal()).isEqualTo("sk-39dk20dk");
    assertThat(remote.ca()).contains(folder.resolve("own-ca.pem"));
    assertThat(remote.plainHttp()).isTrue();
    assertThat(remote.models()).containsExactly("a", "*");
    assertThat(config.limits())
        .isEqualTo(new LlmConfig.Limits(ByteSize.parse("2MiB"), 7, Duration.ofSeconds(1)));
  }

  @Test
  void refusesWhatWouldBeUnsafeOrUseless() throws IOException {
    assertThat(refusal(LEAST.replace(", client-ca: ca.pem", ""))).contains("client-ca is missing");
    assertThat(refusal(LEAST.replace("models: [offline]", "models: []")))
        .contains("never be asked");
    assertThat(refusal(LEAST + "  - {name: offline, kind: offline, models: [b]}\n"))
        .contains("two providers are called offline");
    assertThat(refusal(LEAST + "  - {name: b, kind: offline, models: [offline]}\n"))
        .contains("model offline has two providers");
    assertThat(refusal(LEAST + remote("http://api.example"))).contains("has no TLS: use https");
    assertThat(refusal(LEAST + remote("ftp://api.example"))).contains("not of the form");
    assertThat(refusal(LEAST + remote("https://h/v1?x=1"))).contains("more than scheme");
    assertThat(refusal(LEAST + "  - {name: b, kind: openai-compatible, models: [b]}\n"))
        .contains("base-url is missing");
    assertThat(load(LEAST + remote("http://127.0.0.1:9"))).isInstanceOf(Loaded.class);
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    Path page = Path.of("..", "docs", "config", "llm.md");
    String wanted = ConfigPage.markdown("llm", LlmConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }

  private static String remote(String url) {
    return "  - {name: b, kind: openai-compatible, models: [b], base-url: '" + url + "'}\n";
  }

  private String refusal(String yaml) throws IOException {
    return switch (load(yaml)) {
      case Loaded<LlmConfig> _ -> "was accepted";
      case Refused<LlmConfig> refused -> refused.message();
    };
  }

  private ConfigResult<LlmConfig> load(String yaml) throws IOException {
    Files.writeString(folder.resolve("key"), LlmRig.KEY);
    Files.writeString(folder.resolve("hmac"), LlmRig.KEY);
    Files.writeString(folder.resolve("api"), "sk-39dk20dk");
    Path file = Files.writeString(folder.resolve("llm.yaml"), yaml);
    return ConfigLoader.load(
        LlmConfig.class, new ConfigSources(Optional.of(file), Map.of(), List.of()));
  }
}
