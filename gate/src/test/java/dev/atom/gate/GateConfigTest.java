// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.Durability;
import dev.atom.base.ByteSize;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigPage;
import dev.atom.config.ConfigResult;
import dev.atom.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateConfigTest {
  private static final String LEAST =
      """
      listener: {tls: {certificate: c, key: k}}
      identity: {mode: token, public-key: p}
      world: {database-url: "postgresql://gate@db/atom"}
      policy: {directory: d}
      audit: {database-url: "postgresql://audit@db/atom", hmac-secret: file:hmac}
      upstream: {llm-url: "https://llm:4000", tls: {certificate: c, key: k, ca: a}}
      """;

  @TempDir Path folder;

  private ConfigResult<GateConfig> load(Map<String, String> environment, String... flags)
      throws IOException {
    Files.writeString(folder.resolve("hmac"), "6b21f3a907c4de58102f9d3b7ae64c15");
    Path file = Files.writeString(folder.resolve("gate.yaml"), LEAST);
    return ConfigLoader.load(
        GateConfig.class, new ConfigSources(Optional.of(file), environment, List.of(flags)));
  }

  @Test
  void theDefaultsAreThoseThatArePromised() throws IOException {
    GateConfig config = load(Map.of()).orThrow().config();

    assertThat(config.listener().port()).isEqualTo(8443);
    assertThat(config.world().poll()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.world().staleAfter()).isEqualTo(Duration.ofMillis(700));
    assertThat(config.audit().durability()).isEqualTo(Durability.STRICT);
    assertThat(config.bounds().uri()).isEqualTo(ByteSize.parse("2KiB"));
    assertThat(config.bounds().headers()).isEqualTo(ByteSize.parse("16KiB"));
    assertThat(config.bounds().parameters()).isEqualTo(64);
    assertThat(config.bounds().body()).isEqualTo(ByteSize.parse("10MiB"));
  }

  @Test
  void aLimitThatLetsNobodyInIsRefused() throws IOException {
    assertThat(load(Map.of(), "limits.human-per-minute=0"))
        .isInstanceOf(ConfigResult.Refused.class);
    assertThat(load(Map.of(), "limits.replicas=0")).isInstanceOf(ConfigResult.Refused.class);
  }

  @Test
  void theEnvironmentNamesOfThePagesWork() throws IOException {
    GateConfig config =
        load(Map.of(
                "GATE_PORT", "9443",
                "DATABASE_URL", "postgresql://other@db/atom",
                "JWT_PUBLIC_KEY_PATH", "/etc/atom/jwt_public.pem",
                "OPA_BUNDLE_PATH", "/etc/policies",
                "REDIS_URL", "redis://cache:6379",
                "PLATFORM_HMAC_SECRET", "9d02c7e5b1f84a36907be2c4d5f31a68"))
            .orThrow()
            .config();

    assertThat(config.listener().port()).isEqualTo(9443);
    assertThat(config.world().databaseUrl()).isEqualTo("postgresql://other@db/atom");
    assertThat(config.identity().publicKey()).isEqualTo(Path.of("/etc/atom/jwt_public.pem"));
    assertThat(config.policy().directory()).isEqualTo(Path.of("/etc/policies"));
    assertThat(config.limits().redisUrl()).isPresent();
    assertThat(config.audit().hmacSecret().reveal()).startsWith("9d02");
  }

  @Test
  void whatCannotBeRightIsRefusedAllAtOnce() throws IOException {
    var refused =
        load(
            Map.of(),
            "world.stale-after=300ms",
            "upstream.llm-url=http://llm",
            "audit.durabilty=batched");

    assertThat(refused)
        .isInstanceOfSatisfying(
            ConfigResult.Refused.class,
            all ->
                assertThat(all.message())
                    .contains("stale-after")
                    .contains("llm-url")
                    .contains("did you mean durability?"));
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    Path page = Path.of("..", "docs", "config", "gate.md");
    String wanted = ConfigPage.markdown("gate", GateConfig.class);
    if (Boolean.getBoolean("atom.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("run this test with -Datom.write=true to write the page anew")
        .content()
        .isEqualTo(wanted);
  }
}
