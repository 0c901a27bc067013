// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.ByteSize;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
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

final class ConfigLoaderTest {
  enum Kind {
    OFFLINE,
    OPENAI_COMPATIBLE
  }

  record Provider(String name, @Default("offline") Kind kind, @Default("") List<String> models) {
    Provider {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a provider needs a name");
      }
    }
  }

  record Tls(Path certificate, Optional<Path> clientCa) {}

  record Listener(
      @Default("127.0.0.1") String host,
      @Env("APP_PORT") @Default("8443") @Doc("The port | to listen on.") int port,
      Optional<Tls> tls) {
    Listener {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
      }
    }
  }

  record Limits(
      @Default("10MiB") ByteSize body,
      @Default("30s") Duration idle,
      @Default("9000000000") long many,
      @Default("true") boolean strict,
      @Env("REDIS_URL") Optional<URI> redisUrl) {}

  @Retired(key = "limits.burst", advice = "limits are exact windows now: remove the key")
  record App(Listener listener, Limits limits, @Default("") List<Provider> providers) {}

  @TempDir Path folder;

  @Test
  void takesDefaultsWhereNothingIsSaid() {
    App app = loaded("").config();

    assertThat(app.listener()).isEqualTo(new Listener("127.0.0.1", 8443, Optional.empty()));
    assertThat(app.limits().body()).isEqualTo(ByteSize.parse("10MiB"));
    assertThat(app.limits().idle()).isEqualTo(Duration.ofSeconds(30));
    assertThat(app.limits().many()).isEqualTo(9_000_000_000L);
    assertThat(app.limits().strict()).isTrue();
    assertThat(app.providers()).isEmpty();
  }

  @Test
  void bindsEveryKindOfValue() {
    App app =
        loaded(
                """
                listener:
                  host: "::1"
                  port: 9443
                  tls: {certificate: tls/cert.pem, client-ca: /etc/ca.pem}
                limits: {body: 16KiB, idle: 90d, many: 7, strict: false, redis-url: rediss://h:1}
                providers:
                  - name: one
                    models: [a, b]
                  - {name: two, kind: openai-compatible}
                """)
            .config();

    assertThat(app.listener().tls())
        .contains(new Tls(folder.resolve("tls/cert.pem"), Optional.of(Path.of("/etc/ca.pem"))));
    assertThat(app.limits().idle()).isEqualTo(Duration.ofDays(90));
    assertThat(app.limits().redisUrl()).contains(URI.create("rediss://h:1"));
    assertThat(app.providers())
        .containsExactly(
            new Provider("one", Kind.OFFLINE, List.of("a", "b")),
            new Provider("two", Kind.OPENAI_COMPATIBLE, List.of()));
  }

  @Test
  void prefersFlagsOverEnvironmentOverFile() {
    String yaml = "listener: {port: 1}";

    assertThat(loaded(yaml).config().listener().port()).isEqualTo(1);
    assertThat(loaded(yaml, Map.of("APP_PORT", "2")).config().listener().port()).isEqualTo(2);
    assertThat(loaded(yaml, Map.of("APP_PORT", "")).config().listener().port()).isEqualTo(1);
    assertThat(loaded(yaml, Map.of("APP_PORT", "2"), "listener.port=3").config().listener().port())
        .isEqualTo(3);
  }

  @Test
  void setsElementsOfListsByFlag() {
    var loaded =
        loaded("providers: [{name: one}]", Map.of(), "providers.0.models=x,y", "limits.many=5");

    assertThat(loaded.config().providers().getFirst().models()).containsExactly("x", "y");
    assertThat(loaded.config().limits().many()).isEqualTo(5);
  }

  @Test
  void refusesAnUnknownKeyWithTheOneThatWasMeant() {
    assertThat(problems("listener: {prot: 1}"))
        .containsExactly("listener.prot (app.yaml:1): the key is not known; did you mean port?");
    assertThat(problems("host: x"))
        .containsExactly("host (app.yaml:1): the key is not known; did you mean listener.host?");
    assertThat(problems("", "limits.redisurl=x:y").getFirst())
        .contains("flag --set limits.redisurl", "did you mean redis-url?");
  }

  @Test
  void refusesARetiredKeyWithAdvice() {
    assertThat(problems("limits:\n  burst: 5"))
        .containsExactly(
            "limits.burst (app.yaml:2): the key is retired;"
                + " limits are exact windows now: remove the key");
  }

  @Test
  void reportsAllProblemsTogetherWithPathValueAndOrigin() {
    var problems =
        problems(
            """
            listener:
              port: 70000
              tls: {}
            limits:
              body: lots
              idle: 5 weeks
              strict: maybe
              many: 1e3
            providers:
              - {name: "", kind: magic}
              - name: " "
              - 7
            """);

    assertThat(problems).hasSize(8);
    assertThat(problems)
        .anySatisfy(
            line -> assertThat(line).startsWith("listener.tls.certificate (default): nothing"))
        .anySatisfy(line -> assertThat(line).startsWith("limits.body = lots (app.yaml:5): 'lots'"))
        .anySatisfy(line -> assertThat(line).startsWith("limits.idle = 5 weeks (app.yaml:6)"))
        .anySatisfy(line -> assertThat(line).startsWith("limits.strict = maybe (app.yaml:7)"))
        .anySatisfy(line -> assertThat(line).startsWith("limits.many = 1e3 (app.yaml:8)"))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("providers[0].kind = magic (app.yaml:10): not one of offline"))
        .anySatisfy(line ->
            assertThat(line).isEqualTo("providers[1] (app.yaml:11): a provider needs a name"))
        .anySatisfy(line -> assertThat(line).startsWith("providers[2] (app.yaml:12): a value"));
  }

  @Test
  void reportsTheRefusalOfANodeWithItsPath() {
    assertThat(problems("listener: {port: 70000}"))
        .containsExactly("listener (app.yaml:1): port 70000 is outside 0 to 65535");
  }

  @Test
  void refusesFlagsThatAreNotSettings() {
    assertThat(problems("", "listener")).hasSize(1).first().asString().contains("key=value");
    assertThat(problems("providers: [a]", "providers.4=x").getFirst()).contains("no such key");
  }

  @Test
  void namesTheFileThatIsMissing() {
    var sources = new ConfigSources(Optional.of(folder.resolve("no.yaml")), Map.of(), List.of());

    assertThatThrownBy(() -> ConfigLoader.load(App.class, sources).orThrow())
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("no.yaml");
  }

  @Test
  void showsEveryKeyWithValueAndOrigin() {
    var effective =
        loaded("limits: {idle: 120s}", Map.of("APP_PORT", "2"), "limits.many=3").effective();

    assertThat(effective.toText())
        .contains(
            "listener.host = 127.0.0.1  # default\n",
            "listener.port = 2  # env APP_PORT\n",
            "listener.tls = -  # default\n",
            "limits.idle = 2m  # app.yaml:1\n",
            "limits.many = 3  # flag --set limits.many\n",
            "providers = []  # default\n");
    assertThat(effective.plus("policy.digest", "ab\"c", "policies").toJson())
        .startsWith("{\"listener.host\":{\"value\":\"127.0.0.1\",\"origin\":\"default\"},")
        .endsWith("\"policy.digest\":{\"value\":\"ab\\\"c\",\"origin\":\"policies\"}}");
  }

  private Loaded<App> loaded(String yaml) {
    return loaded(yaml, Map.of());
  }

  private Loaded<App> loaded(String yaml, Map<String, String> environment, String... flags) {
    return load(yaml, environment, flags).orThrow();
  }

  private List<String> problems(String yaml, String... flags) {
    return switch (load(yaml, Map.of(), flags)) {
      case Loaded<App> loaded -> throw new AssertionError("was accepted: " + loaded);
      case Refused<App> refused ->
          refused.problems().stream().map(ConfigProblem::toString).toList();
    };
  }

  private ConfigResult<App> load(String yaml, Map<String, String> environment, String... flags) {
    try {
      Path file = Files.writeString(folder.resolve("app.yaml"), yaml);
      return ConfigLoader.load(
          App.class, new ConfigSources(Optional.of(file), environment, List.of(flags)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
