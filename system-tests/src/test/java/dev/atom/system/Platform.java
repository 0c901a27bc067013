// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.store.AuditReader;
import dev.atom.base.CloseStack;
import dev.atom.base.Secret;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.gate.GateApp;
import dev.atom.gate.GateConfig;
import dev.atom.llm.LlmApp;
import dev.atom.llm.LlmConfig;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.studio.StudioApp;
import dev.atom.studio.StudioConfig;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestFolders;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Studio, the provider gateway and GATE in this JVM, configured by files as in production, on a
/// database of their own.
public final class Platform implements AutoCloseable {
  public static final String HMAC_SECRET =
      "0f3c5be1a92d47868e5d1c0b7fa96423d8b1ce70594fa2637be80d19c6a5f412";
  private static final String ENCRYPTION_KEY =
      "8f1c0a93be7745d2a6c1e0f4937bd85216aa3c70ef94d1b85c2e7f6034d9ab17";
  private static final String ADMIN = "admin@example.org";
  private static final String PASSWORD = "the first password of this house";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public final Path folder;
  public final TestCa ca;
  public final TestDatabase database;
  public final StudioClient studio;
  public final AuditReader trail;
  public final Database owner;
  private final CloseStack parts = new CloseStack();
  private final int llmPort;

  /// Starts everything but GATE; [#startGate] adds as many of those as a test wants.
  ///
  /// @param providers the `providers` list of the provider gateway, YAML
  public Platform(String providers) {
    try {
      folder = TestFolders.make("system");
      copyPolicies();
      ca = TestCa.create(Files.createDirectories(folder.resolve("tls")), "ca");
      database = TestPostgres.shared().freshDatabase();
      Files.createDirectories(folder.resolve("studio"));
      Files.createDirectories(folder.resolve("gate"));
      TestKeys.write(folder.resolve("studio/jwt_private.pem"), TestKeys.signing().getPrivate());
      TestKeys.write(folder.resolve("studio/jwt_public.pem"), TestKeys.signing().getPublic());
      TestKeys.write(folder.resolve("gate/jwt_public.pem"), TestKeys.signing().getPublic());
      Files.writeString(folder.resolve("hmac"), HMAC_SECRET);
      Files.writeString(folder.resolve("encryption"), ENCRYPTION_KEY);
      Files.writeString(folder.resolve("admin-password"), PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    studio = new StudioClient(ca.anonymous(), startStudio());
    studio.login(ADMIN, PASSWORD);
    llmPort = startLlm(providers);
    owner = parts.push(Database.open(PostgresUrl.parse(database.ownerUrl()), "test", 3));
    trail = new AuditReader(owner);
  }

  /// With the deterministic provider alone.
  public static Platform offline() {
    return new Platform(
        """
        providers:
          - name: offline
            kind: offline
            models: [offline, offline-embedding]
        """);
  }

  private void copyPolicies() throws IOException {
    Path shipped = Path.of("..", "policies");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve("policies").resolve(shipped.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private int startStudio() {
    var config =
        load(
            StudioConfig.class,
            "studio.yaml",
            """
            listener: {port: 0, tls: %s}
            database: {url: "%s", migration-url: "%s"}
            tokens: {private-key: studio/jwt_private.pem, public-key: studio/jwt_public.pem}
            encryption-key: file:encryption
            audit: {database-url: "%s", hmac-secret: file:hmac, timeout: 5s}
            bootstrap: {admin-email: %s, admin-password-file: admin-password}
            accounts: {enforce-password-change: false}
            default-models: [offline]
            """
                .formatted(
                    tls("studio", ""),
                    database.studioUrl(),
                    database.ownerUrl(),
                    database.auditUrl(),
                    ADMIN));
    var app = parts.push(new StudioApp(config, InstantSource.system(), new SecureRandom()));
    app.start("0".repeat(64), PATIENCE);
    return app.port();
  }

  private int startLlm(String providers) {
    var config =
        load(
            LlmConfig.class,
            "llm.yaml",
            """
            listener: {port: 0, tls: %s}
            encryption-key: file:encryption
            audit: {database-url: "%s", hmac-secret: file:hmac}
            """
                    .formatted(tls("llm", ", client-ca: " + ca.certificate()), database.auditUrl())
                + providers);
    var random = new SecureRandom();
    var audit = AuditConfig.of(database.auditUrl(), Secret.of(HMAC_SECRET));
    var usage = parts.push(ChainedAuditTrail.open(audit, InstantSource.system(), random));
    var app =
        parts.push(
            new LlmApp(
                config,
                "0".repeat(64),
                usage,
                InstantSource.system(),
                random,
                OutputStream.nullOutputStream()));
    app.start();
    return app.port();
  }

  /// A GATE with these settings on top of the usual ones, such as `bounds.body=1KiB`.
  public GateApp startGate(String... settings) {
    return startGate(InstantSource.system(), Map.of(), settings);
  }

  /// A GATE that lives by `clock` and sees this environment.
  public GateApp startGate(
      InstantSource clock, Map<String, String> environment, String... settings) {
    return startGate(clock, environment, OutputStream.nullOutputStream(), settings);
  }

  /// A GATE whose access lines go to `lines`.
  GateApp startGateLogging(OutputStream lines) {
    return startGate(InstantSource.system(), Map.of(), lines);
  }

  private GateApp startGate(
      InstantSource clock,
      Map<String, String> environment,
      OutputStream accessLines,
      String... settings) {
    write("gate.yaml", gateYaml());
    var file = Optional.of(folder.resolve("gate.yaml"));
    var sources = new ConfigSources(file, environment, List.of(settings));
    var config = ConfigLoader.load(GateConfig.class, sources).orThrow().config();
    var clocks = new GateApp.Clocks(clock, System::nanoTime);
    var app = parts.push(new GateApp(config, clocks, new SecureRandom(), accessLines));
    app.start("0".repeat(64), PATIENCE);
    return app;
  }

  private String gateYaml() {
    var identity = ca.issue("gate");
    return """
    listener: {port: 0, tls: %s, drain: 2s}
    identity: {mode: token, public-key: gate/jwt_public.pem}
    world: {database-url: "%s"}
    policy: {directory: policies, pace: 200ms}
    audit: {database-url: "%s", hmac-secret: file:hmac, timeout: 2s}
    upstream:
      llm-url: https://localhost:%d
      tls: {certificate: %s, key: %s, ca: %s}
    """
        .formatted(
            tls("gate", ""),
            database.gateUrl(),
            database.auditUrl(),
            llmPort,
            identity.certificate(),
            identity.key(),
            ca.certificate());
  }

  private String tls(String name, String more) {
    var identity = ca.issue(name);
    return "{certificate: " + identity.certificate() + ", key: " + identity.key() + more + "}";
  }

  private <T extends Record> T load(Class<T> type, String name, String yaml) {
    write(name, yaml);
    var sources = new ConfigSources(Optional.of(folder.resolve(name)), Map.of(), List.of());
    return ConfigLoader.load(type, sources).orThrow().config();
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
