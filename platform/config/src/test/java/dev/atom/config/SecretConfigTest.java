// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.Secret;
import dev.atom.config.ConfigResult.Loaded;
import dev.atom.config.ConfigResult.Refused;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretConfigTest {
  private static final String GOOD = "9f2c41d07be85a36e1f04c7d92ab6358";

  record Keys(
      @Env("MAIN_SECRET") Secret main,
      @MinLength(8) Optional<Secret> provider,
      @Default("x") String name) {}

  @TempDir Path folder;

  @Test
  void readsASecretFromAFileNextToTheConfiguration() throws IOException {
    Files.writeString(folder.resolve("main.secret"), GOOD + "\n");

    var loaded = loaded("main: file:main.secret", Map.of());

    assertThat(loaded.config().main().reveal()).isEqualTo(GOOD);
    assertThat(loaded.effective().toText())
        .contains("main = ***  # app.yaml:1 -> file:main.secret");
    assertThat(loaded.effective().secretsFromEnvironment()).isEmpty();
  }

  @Test
  void readsASecretFromTheVariableItPointsToOrDeclares() {
    var pointed = loaded("main: env:OTHER", Map.of("OTHER", GOOD));
    var declared = loaded("", Map.of("MAIN_SECRET", GOOD));

    assertThat(pointed.config().main()).isEqualTo(Secret.of(GOOD));
    assertThat(declared.config().main()).isEqualTo(Secret.of(GOOD));
    assertThat(pointed.effective().secretsFromEnvironment()).containsExactly("main");
    assertThat(declared.effective().secretsFromEnvironment()).containsExactly("main");
  }

  @Test
  @Feature("I1")
  void refusesUnknownKeysAndHidesSecretsEverywhere() {
    var refused =
        problems("main: " + GOOD + "\nprovider: " + GOOD.substring(1) + "\nnaem: y", Map.of());

    assertThat(refused)
        .contains("main = *** (app.yaml:1): a secret must not be written here")
        .contains("naem (app.yaml:3): the key is not known; did you mean name?")
        .doesNotContain(GOOD)
        .doesNotContain(GOOD.substring(1));
    var loaded = loaded("", Map.of("MAIN_SECRET", GOOD));
    assertThat(loaded.toString()).doesNotContain(GOOD);
    assertThat(loaded.effective().toText() + loaded.effective().toJson())
        .contains("***")
        .doesNotContain(GOOD);
  }

  @Test
  void refusesASecretOnTheCommandLine() {
    var result = load("", Map.of(), "main=" + GOOD);

    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.message()).contains("must not be").doesNotContain(GOOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changeme",
        "CHANGE-ME",
        "changemechangemechangemechangemechangeme",
        "please-change-this-secret-key-1234567890",
        "your-hmac-secret-here-your-hmac-secret-here",
        "dev-secret-key-for-testing-only-0001",
        "password",
        "${PLATFORM_HMAC_SECRET_FROM_THE_SECRET_STORE}",
        "<put the secret here, at least 32 characters>",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz012345",
        "9f2c41d07be85a36e1f04c7d92ab635",
        " "
      })
  void refusesWeakSecretsWithoutRepeatingThem(String weak) {
    var refused = problems("", Map.of("MAIN_SECRET", weak));

    assertThat(refused).contains("main = *** (env MAIN_SECRET): the secret").contains("openssl");
    if (!weak.isBlank() && !weak.equals("password")) {
      assertThat(refused).doesNotContain(weak);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9f2c41d07be85a36e1f04c7d92ab6358",
        "Zm9vYmFyIGlzIG5vdCBhIHNlY3JldCBidXQgdGhpcw==",
        "a8KeyfPq2mTestW7xZ4vDevR9sNjY6bHc3LgQtUw",
        "correct horse battery staple and some more words"
      })
  void acceptsSecretsThatNobodyGuesses(String good) {
    assertThat(loaded("", Map.of("MAIN_SECRET", good)).config().main().reveal()).isEqualTo(good);
  }

  @Test
  void hidesPasswordsWithinUrls() {
    for (String url :
        new String[] {
          "postgresql://a:hunter22@h:5/d?x=1",
          "postgresql://a:hun:ter22@@h/d",
          "postgresql://a@h/d?password=hunter22&x=1",
          "rediss://:hunter22@h"
        }) {
      var loaded = loaded("name: '" + url + "'", Map.of("MAIN_SECRET", GOOD));

      assertThat(loaded.config().name()).isEqualTo(url);
      assertThat(loaded.effective().toText()).contains("***").doesNotContain("ter22");
    }
    var plain = loaded("name: postgresql://a@h:5/d?passfile=/x:y", Map.of("MAIN_SECRET", GOOD));
    assertThat(plain.effective().toText()).contains("postgresql://a@h:5/d?passfile=/x:y");
  }

  @Test
  void takesShorterSecretsWhereSomebodyElseMakesThem() throws IOException {
    Files.writeString(folder.resolve("p"), "sk-93kd02md");
    Files.writeString(folder.resolve("q"), "sk-1");

    var loaded = loaded("provider: file:p", Map.of("MAIN_SECRET", GOOD));

    assertThat(loaded.config().provider()).contains(Secret.of("sk-93kd02md"));
    assertThat(problems("provider: file:q", Map.of("MAIN_SECRET", GOOD)))
        .contains("4 characters and needs 8");
  }

  @Test
  void saysWhereAReferenceLeadsNowhere() {
    assertThat(problems("main: file:none", Map.of()))
        .contains("main = file:none (app.yaml:1)", "NoSuchFileException", "mode 0600");
    assertThat(problems("main: env:NONE", Map.of())).contains("is not set");
  }

  private Loaded<Keys> loaded(String yaml, Map<String, String> environment) {
    return load(yaml, environment).orThrow();
  }

  private String problems(String yaml, Map<String, String> environment) {
    return switch (load(yaml, environment)) {
      case Loaded<Keys> loaded -> throw new AssertionError("was accepted: " + loaded);
      case Refused<Keys> refused -> refused.message();
    };
  }

  private ConfigResult<Keys> load(String yaml, Map<String, String> environment, String... flags) {
    try {
      Path file = Files.writeString(folder.resolve("app.yaml"), yaml);
      return ConfigLoader.load(
          Keys.class, new ConfigSources(Optional.of(file), environment, List.of(flags)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
