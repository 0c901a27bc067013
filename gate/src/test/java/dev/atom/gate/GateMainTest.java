// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.testing.Feature;
import dev.atom.testing.TestKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What GATE refuses to start with. None of these comes as far as a database.
class GateMainTest {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    TestKeys.write(
        Files.createDirectories(folder.resolve("keys")).resolve("jwt_public.pem"),
        TestKeys.signing().getPublic());
    Path base = Files.createDirectories(folder.resolve("policies/base"));
    Files.writeString(base.resolve("allow.rego"), "package atom.authz\n\ndefault allow := false\n");
    Files.createDirectories(folder.resolve("tls"));
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void release() {
    root().detachAppender(logged);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger("ROOT");
  }

  private int start(String... settings) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gate.yaml"),
            """
            listener: {tls: {certificate: tls/c, key: tls/k}}
            identity: {mode: token, public-key: keys/jwt_public.pem}
            world: {database-url: "postgresql://gate@127.0.0.1:1/atom"}
            policy: {directory: policies}
            audit: {database-url: "postgresql://audit@127.0.0.1:1/atom", hmac-secret: file:hmac}
            upstream: {llm-url: "https://llm", tls: {certificate: tls/c, key: tls/k, ca: tls/a}}
            """);
    Files.writeString(folder.resolve("hmac"), "6b21f3a907c4de58102f9d3b7ae64c15");
    var arguments = new java.util.ArrayList<>(List.of("--config", file.toString()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    var out = new PrintStream(OutputStream.nullOutputStream());
    return GateMain.process().run(arguments, Map.of(), out, new CountDownLatch(0));
  }

  private String said() {
    return String.join("\n", logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  @Test
  @Feature("A2")
  void aPrivateKeyOfTheTokensInAnyConfiguredFolderIsNamedAndRefused() throws IOException {
    for (String place : List.of("keys", "tls", "policies")) {
      Path key =
          TestKeys.write(
              folder.resolve(place).resolve("forgotten.pem"), TestKeys.signing().getPrivate());

      assertThat(start()).as(place).isEqualTo(64);
      assertThat(said()).contains(key.toString()).contains("private key");
      Files.delete(key);
      logged.list.clear();
    }
    assertThat(startChild("SOME_KEY", TestKeys.pem(TestKeys.signing().getPrivate())))
        .startsWith("64 ")
        .contains("SOME_KEY")
        .doesNotContain("BEGIN");
  }

  /// Exit code and output of a GATE of its own with one more environment variable.
  private String startChild(String name, String value) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            GateMain.class.getName(),
            "--config",
            folder.resolve("gate.yaml").toString());
    builder.environment().put(name, value);
    Process child = builder.redirectErrorStream(true).start();
    try {
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return child.waitFor() + " " + output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPrivateKeyInThePlaceOfThePublicOneIsRefused() throws IOException {
    TestKeys.write(folder.resolve("keys/jwt_public.pem"), TestKeys.signing().getPrivate());

    assertThat(start()).isEqualTo(64);
    assertThat(said()).contains("jwt_public.pem");
  }

  @Test
  @Feature("B12")
  void withoutAPolicyThereIsNoStart() throws IOException {
    Files.delete(folder.resolve("policies/base/allow.rego"));

    assertThat(start()).isEqualTo(64);
    assertThat(said()).contains(folder.resolve("policies").toString());

    logged.list.clear();
    Files.writeString(
        folder.resolve("policies/base/allow.rego"), "package atom.authz\n\nallow if {");
    assertThat(start()).isEqualTo(64);
    assertThat(said()).contains("base/allow.rego:3");
  }

  @Test
  @Feature("A20")
  void theAuthenticationModeIsNamedOrThereIsNoStart() throws IOException {
    for (String mode : List.of("disabled", "api-key", "oidc", "mtls", "whatever")) {
      assertThat(start("identity.mode=" + mode)).as(mode).isEqualTo(64);
      assertThat(said()).contains("identity").contains(mode).contains("token");
      if (!mode.equals("whatever")) {
        assertThat(said()).containsAnyOf("not built", "serves nobody", "name processes");
      }
      logged.list.clear();
    }
    assertThat(start("identity.mode=")).isEqualTo(64);
    assertThat(said()).contains("identity.mode");
  }

  @Test
  void withoutADatabaseItSaysSoAndEndsUnavailable() throws IOException {
    assertThat(start()).isEqualTo(69);
    assertThat(said()).contains("127.0.0.1:1").contains("authentication mode: token");
  }
}
